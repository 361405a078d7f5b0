import {
  BranchesOutlined,
  FileSearchOutlined,
  ExperimentOutlined,
  FileTextOutlined,
  InboxOutlined,
  LikeOutlined,
  SearchOutlined,
  StopOutlined,
  SwapOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

/** The parts of the tuning area, in the order of its navigation. Another one is a line here, its name, and its route. */
export const sections = [
  { key: "search", to: "/tune/search", icon: <SearchOutlined aria-hidden /> },
  { key: "refusal", to: "/tune/refusal", icon: <StopOutlined aria-hidden /> },
  { key: "words", to: "/tune/words", icon: <SwapOutlined aria-hidden /> },
  { key: "intents", to: "/tune/intents", icon: <BranchesOutlined aria-hidden /> },
  { key: "templates", to: "/tune/templates", icon: <FileTextOutlined aria-hidden /> },
  { key: "tests", to: "/tune/tests", icon: <ExperimentOutlined aria-hidden /> },
  { key: "traces", to: "/tune/traces", icon: <FileSearchOutlined aria-hidden /> },
  { key: "feedback", to: "/tune/feedback", icon: <LikeOutlined aria-hidden /> },
  { key: "unanswered", to: "/tune/unanswered", icon: <InboxOutlined aria-hidden /> },
] as const satisfies {
  key: string;
  to: string;
  icon: ReactNode;
}[];
