import type { ReactNode } from "react";

/** Nothing here yet: one sentence, and one thing to do about it. */
export function Empty({
  icon,
  title,
  text,
  action,
  page = false,
}: {
  icon?: ReactNode;
  title: string;
  text?: string;
  action?: ReactNode;
  /** Whether this is all that the page shows: then its title is the heading of the page. */
  page?: boolean;
}) {
  const Title = page ? "h1" : "h2";
  return (
    <div className="empty">
      {icon && (
        <span className="empty-icon" aria-hidden>
          {icon}
        </span>
      )}
      <Title>{title}</Title>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}
