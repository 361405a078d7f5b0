import { EyeInvisibleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

type Choices = Outputs["model"]["choices"];
type Choice = NonNullable<Choices["company"]>;

interface CannotSeeProps {
  choices: Choices;
  /** Who would answer; null where the desk quotes. */
  answering: Choice | null;
  onChoose: (id: string | null) => void;
}

/** Says before a question is sent that its pictures would not be looked at, and who would look at them. */
export function CannotSee({ choices, answering, onChoose }: CannotSeeProps) {
  const { t } = useLanguage();
  const { company, others } = choices;
  const seeing = [...(company ? [company] : []), ...others].filter(({ sees }) => sees);
  const { blind, blindChoose, noModel, noModelChoose } = t.pictures;
  const said = seeing.length
    ? answering
      ? blindChoose(answering.name)
      : noModelChoose
    : answering
      ? blind(answering.name)
      : noModel;
  return (
    <div role="alert" className="cannot-see">
      <EyeInvisibleOutlined aria-hidden />
      <div>
        <p>{said}</p>
        {seeing.length > 0 && (
          <p className="cannot-see-choices">
            {seeing.map(({ id, name }) => (
              <Button key={id} size="small" onClick={() => onChoose(id === company?.id ? null : id)}>
                {t.pictures.choose(name)}
              </Button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
