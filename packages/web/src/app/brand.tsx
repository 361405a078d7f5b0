import { useEffect } from "react";
import { ownSign, useBranding } from "./branding.ts";

/** The sign and the name of the desk, on the page and in the browser's tab. */
export function Brand() {
  const { name, logo } = useBranding();
  const sign = logo?.address ?? ownSign;
  useEffect(() => {
    document.title = name;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!icon) return;
    icon.href = sign;
    if (logo) icon.removeAttribute("type");
    else icon.type = "image/svg+xml";
  }, [name, sign, logo]);
  return (
    <>
      <img src={sign} alt="" />
      <span className="brand-name">{name}</span>
    </>
  );
}
