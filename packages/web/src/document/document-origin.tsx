import { shown } from "../sources/source-text.ts";

/** Where a source took a document from. A page of the web opens beside this one; an object of a bucket is only named. */
export function DocumentOrigin({ address }: { address: string }) {
  if (!/^https?:/.test(address)) return <span>{address}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {shown(address)}
    </a>
  );
}
