import { AnsweringModel } from "./answering-model.tsx";
import { FindingModel } from "./finding-model.tsx";
import { RankingModel } from "./ranking-model.tsx";

/** The models that answer, find and rank. */
export function ModelSection() {
  return (
    <>
      <AnsweringModel />
      <FindingModel />
      <RankingModel />
    </>
  );
}
