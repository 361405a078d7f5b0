import { CheckCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import type { ComponentProps, ReactNode } from "react";
import { QueryState } from "../ui/query-state.tsx";

interface ModelCardProps {
  id: string;
  texts: { title: string; lead: string };
  /** Whether a model is in use, and what is said of it; absent while it is not known. */
  status: { connected: boolean; said: string } | undefined;
  connection: ComponentProps<typeof QueryState>["query"];
  children: ReactNode;
}

/** What one kind of model is for, whether there is one, and below that how to change it. */
export function ModelCard({ id, texts, status, connection, children }: ModelCardProps) {
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{texts.title}</h2>
        <p>{texts.lead}</p>
      </div>
      {status && (
        <p className="model-status" role="status">
          {status.connected ? <CheckCircleFilled aria-hidden /> : <InfoCircleOutlined aria-hidden />}
          {status.said}
        </p>
      )}
      <QueryState query={connection} />
      {children}
    </section>
  );
}
