/** The further columns of a row of questions and answers. */
export function ChunkTags({ metadata }: { metadata: Record<string, string> }) {
  return (
    <dl className="chunk-tags">
      {Object.entries(metadata).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
