import { DeleteOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Template } from "./use-template-refresh.ts";

interface TemplateRowProps {
  template: Template;
  now: number;
  onRemove: () => void;
  /** Absent for those who may not. */
  onMakeDefault?: () => void;
}

export function TemplateRow({ template, now, onRemove, onMakeDefault }: TemplateRowProps) {
  const { t, format } = useLanguage();
  const { id, name, comment, isDefault, version, changedAt, changedBy } = template;
  return (
    <li>
      <div className="template-what">
        <Link to="/tune/templates/$templateId" params={{ templateId: id }}>
          <strong>{name}</strong>
        </Link>
        {isDefault && <Tag color="blue">{t.templates.isDefault}</Tag>}
        {comment && <p>{comment}</p>}
        <p className="quiet figures">
          {t.templates.version(format.number(version))} · {t.templates.changed(changedBy, format.ago(changedAt, now))}
        </p>
      </div>
      {!isDefault && (
        <Link to="/tune/tests" search={{ setting: id }} aria-label={`${t.testSets.first}: ${name}`}>
          {t.testSets.first}
        </Link>
      )}
      {onMakeDefault && !isDefault && (
        <Button size="small" aria-label={t.templates.makeDefaultOf(name)} onClick={onMakeDefault}>
          {t.templates.makeDefault}
        </Button>
      )}
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.templates.removeOf(name)}
        title={t.templates.remove}
        onClick={onRemove}
      />
    </li>
  );
}
