import { IntentList } from "./intent-list.tsx";
import { IntentsHead } from "./intents-head.tsx";
import { TrySentence } from "./try-sentence.tsx";
import "./intents.css";

/** What the desk does with sentences that ask nothing of the documents: the intents, and a box to try a sentence. */
export function IntentsPage() {
  return (
    <div className="page intents">
      <IntentsHead />
      <TrySentence />
      <IntentList />
    </div>
  );
}
