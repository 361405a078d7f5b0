/** Where a page of the console may load what from; https://www.w3.org/TR/CSP3/. */
export const pagePolicy = {
  defaultSrc: ["'self'"],
  // antd writes its styles into the page
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:", "blob:"],
  fontSrc: ["'self'", "data:"],
  connectSrc: ["'self'", "ws:", "wss:"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The policy as the value of its header, where `stores` take files straight from the browser. */
export function policyHeader(stores: string[]): string {
  const withStores = { ...pagePolicy, connectSrc: ["'self'", "wss:", ...stores] };
  return Object.entries(withStores)
    .map(([name, places]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${places.join(" ")}`)
    .join("; ");
}
