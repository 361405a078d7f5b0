import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

/** The questions that the cuts decide wrongly, each with a way to look closer. */
export function WrongList({ outlook }: { outlook: Outputs["calibration"]["at"] }) {
  const { t } = useLanguage();
  const kinds = [
    { title: t.studio.wrong.answered, questions: outlook.answeredWrongly },
    { title: t.studio.wrong.refused, questions: outlook.refusedWrongly },
  ];
  if (kinds.every(({ questions }) => questions.length === 0)) return null;
  return (
    <section className="card" aria-labelledby="wrong">
      <div className="card-head">
        <h2 id="wrong">{t.studio.wrong.title}</h2>
        <p>{t.studio.wrong.hint}</p>
      </div>
      <div className="wrong-lists">
        {kinds.map(({ title, questions }) => (
          <div key={title}>
            <h3>{title}</h3>
            {questions.length === 0 && <p className="quiet">{t.studio.wrong.none}</p>}
            <ul>
              {questions.map(({ labelId, question }) => (
                <li key={labelId}>
                  <Link to="/tune/search" search={{ text: question }}>
                    {question}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
