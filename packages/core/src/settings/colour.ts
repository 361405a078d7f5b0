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

/** The colour itself where it can be read on every light ground, otherwise the nearest darker one. */
export function darkEnough(colour: string): string {
  return until(colour, black, (moved) => [lightGround, lightHover(moved)]);
}

/** In the light, the colour is the ground of white text, and text itself. */
export function lightPalette(colour: string): Palette {
  const primary = darkEnough(colour);
  return {
    ...textOf(primary, (share) => mix(primary, black, share)),
    colorPrimaryBg: mix(white, primary, 0.08),
    colorPrimaryBgHover: lightHover(primary),
    colorPrimaryBorder: mix(white, primary, 0.35),
  };
}

/** In the dark, a lighter kind of the colour is the ground of dark text, and text itself. */
export function darkPalette(colour: string): Palette {
  const primary = until(colour, white, (moved) => [darkGround, darkHover(moved)]);
  return {
    ...textOf(primary, (share) => mix(primary, white, share)),
    colorPrimaryBg: mix(darkCard, primary, 0.12),
    colorPrimaryBgHover: darkHover(primary),
    colorPrimaryBorder: mix(darkCard, primary, 0.45),
  };
}

const lightHover = (colour: string) => mix(white, colour, 0.15);
const darkHover = (colour: string) => mix(darkCard, colour, 0.2);

function textOf(primary: string, further: (share: number) => string) {
  return {
    colorPrimary: primary,
    colorPrimaryHover: further(0.2),
    colorPrimaryActive: further(0.35),
    colorPrimaryText: primary,
    colorPrimaryTextHover: further(0.2),
    colorLink: primary,
    colorLinkHover: further(0.2),
    colorLinkActive: further(0.35),
  };
}

/** Moves a colour towards another until it is readable on the grounds that it stands on, which may follow from it. */
function until(colour: string, towards: string, groundsOf: (moved: string) => readonly string[]): string {
  const steps = 100;
  for (let step = 0; step < steps; step++) {
    const moved = mix(colour, towards, step / steps);
    if (groundsOf(moved).every((ground) => contrast(moved, ground) >= contrastMin)) return moved;
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
