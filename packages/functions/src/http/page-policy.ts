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

/** What is said with a page of a desk that people reach by HTTPS alone, and whose files go to `stores`. */
export function pageHeaders(stores: string[]): Record<string, string> {
  return {
    "content-security-policy": policyHeader(stores),
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
  };
}
