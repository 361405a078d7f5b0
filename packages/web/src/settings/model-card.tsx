import { CheckCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";

interface ModelCardProps {
  id: string;
  texts: { title: string; lead: string };
  /** Whether a model is in use, and what is said of it; absent while it is not known. */
  status: { connected: boolean; said: string } | undefined;
  connection: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
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
      {connection.isError && <Failure error={connection.error} onRetry={() => void connection.refetch()} />}
      {connection.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {children}
    </section>
  );
}
