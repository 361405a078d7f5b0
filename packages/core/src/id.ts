import { randomBytes } from "node:crypto";

const prefixes = {
  company: "com",
  user: "usr",
  group: "grp",
  library: "lib",
  grant: "gra",
  category: "cat",
  document: "doc",
  version: "ver",
  trigger: "trg",
  leftover: "lef",
  writing: "wri",
  batch: "bat",
  conversation: "con",
  message: "msg",
  run: "run",
  picture: "pic",
  logo: "log",
  model: "mod",
  template: "tem",
  generation: "gen",
  synonym: "syn",
  intent: "int",
  example: "exa",
  label: "lab",
  feedback: "fbk",
  gap: "gap",
  calibration: "cal",
  testCase: "tca",
  testRun: "tru",
  source: "src",
  sync: "ssy",
  usage: "usg",
  budget: "bud",
  invitation: "inv",
  key: "key",
  provider: "idp",
  audit: "aud",
  letter: "let",
} as const;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new id that sorts by creation time: kind prefix, 9 characters of milliseconds, 14 random characters (70 bits). */
export function newId(kind: keyof typeof prefixes, now = Date.now()): string {
  let time = "";
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  const random = Array.from(randomBytes(14), (byte) => alphabet[byte % 32]).join("");
  return `${prefixes[kind]}_${time}${random}`;
}
