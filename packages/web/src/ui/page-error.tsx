import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { Failure } from "./failure.tsx";

export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="page">
      <Failure
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
