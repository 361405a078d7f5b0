import { IntentsHead } from "../intents-head.tsx";
import "../intents.css";

/** What the examples come to. */
export function LabPage() {
  return (
    <div className="page intents">
      <IntentsHead />
    </div>
  );
}
