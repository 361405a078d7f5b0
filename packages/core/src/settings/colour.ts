// Contrast is counted as WCAG 2 does.

/** What text needs to its ground. */
export const contrastMin = 4.5;

const white = "#ffffff";
const black = "#000000";
/** The lightest ground that links stand on in the light, and the lightest one in the dark. */
const lightGround = "#eef1f4";
const darkGround = "#2d343f";
const darkCard = "#191d25";

type Token =
  | "colorPrimary"
  | "colorPrimaryHover"
  | "colorPrimaryActive"
  | "colorPrimaryText"
  | "colorPrimaryTextHover"
  | "colorPrimaryBg"
  | "colorPrimaryBgHover"
  | "colorPrimaryBorder"
  | "colorLink"
  | "colorLinkHover"
  | "colorLinkActive";

/** The colours of the console that follow from the company's one. */
export type Palette = Record<Token, string>;

/** Between 1 and 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself where white text is readable on it, otherwise the nearest darker one. */
export function darkEnough(colour: string): string {
  return until(colour, black, [white]);
}

/** In the light, the colour is the ground of white text, and darker ones are text themselves. */
export function lightPalette(colour: string): Palette {
  const [bg, bgHover] = [mix(white, colour, 0.08), mix(white, colour, 0.15)];
  const text = until(colour, black, [lightGround, bgHover]);
  return {
    colorPrimary: colour,
    colorPrimaryHover: mix(colour, black, 0.15),
    colorPrimaryActive: mix(colour, black, 0.3),
    colorPrimaryText: text,
    colorPrimaryTextHover: mix(text, black, 0.2),
    colorPrimaryBg: bg,
    colorPrimaryBgHover: bgHover,
    colorPrimaryBorder: mix(white, colour, 0.35),
    colorLink: text,
    colorLinkHover: mix(text, black, 0.2),
    colorLinkActive: mix(text, black, 0.35),
  };
}

/** In the dark, a lighter kind of the colour is the ground of dark text, and text itself. */
export function darkPalette(colour: string): Palette {
  const primary = until(colour, white, [darkGround]);
  const [bg, bgHover] = [mix(darkCard, primary, 0.12), mix(darkCard, primary, 0.2)];
  const text = until(primary, white, [darkGround, bgHover]);
  return {
    colorPrimary: primary,
    colorPrimaryHover: mix(primary, white, 0.25),
    colorPrimaryActive: mix(primary, white, 0.45),
    colorPrimaryText: text,
    colorPrimaryTextHover: mix(text, white, 0.3),
    colorPrimaryBg: bg,
    colorPrimaryBgHover: bgHover,
    colorPrimaryBorder: mix(darkCard, primary, 0.45),
    colorLink: text,
    colorLinkHover: mix(text, white, 0.3),
    colorLinkActive: mix(text, white, 0.5),
  };
}

/** Moves a colour towards another until it is readable on, or under, all of these. */
function until(colour: string, towards: string, against: readonly string[]): string {
  const steps = 100;
  for (let step = 0; step < steps; step++) {
    const moved = mix(colour, towards, step / steps);
    if (against.every((ground) => contrast(moved, ground) >= contrastMin)) return moved;
  }
  return towards;
}

function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((channel, at) => Math.round(channel + ((b[at] ?? 0) - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
