import type { Inputs } from "../app/trpc.ts";
import { shareKey, type Entry, type Key, type Kind, type Place, type Provider } from "./entry.ts";

type Add = Inputs["model"]["add"];
type Abilities = NonNullable<Add["abilities"]>;
type Ranges = NonNullable<Abilities["dials"]>;

export const dials = [
  "temperature",
  "topP",
  "topK",
  "outputTokensMax",
  "presencePenalty",
  "frequencyPenalty",
] as const satisfies readonly (keyof Ranges)[];
export type Dial = (typeof dials)[number];

export interface DialFields {
  has: boolean;
  min: number | null;
  max: number | null;
  default: number | null;
}

/** What stands in the form. Texts that are not asked for at a place are empty. */
export interface Fields {
  name: string;
  baseUrl: string;
  model: string;
  region: string;
  guardrailId: string;
  guardrailVersion: string;
  endpoint: string;
  component: string;
  archive: string;
  /** A contract's name, or `ownContract`. */
  contract: string;
  contractText: string;
  right: "none" | Key["type"];
  token: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  keyDropped: boolean;
  sees: boolean;
  calls: boolean;
  contextTokens: number | null;
  priceInput: number | null;
  priceOutput: number | null;
  priceCached: number | null;
  currency: string;
  requestsMax: number | null;
  tokensMax: number | null;
  dials: Record<Dial, DialFields>;
  fallbackId: string;
  groupIds: string[];
  useNow: boolean;
}

/** Stands for a contract that is written out. */
export const ownContract = "{}";

/** What the form begins with: nothing, or what is known. Never a key. */
export function fieldsOf(
  provider: Provider,
  known: { entry?: Entry | undefined; baseUrl?: string | undefined },
): Fields {
  const { entry } = known;
  const place: Partial<Record<string, unknown>> = entry?.place ?? {};
  const text = (name: string) => (typeof place[name] === "string" ? place[name] : "");
  const guardrail = entry?.place.provider === "bedrock" ? entry.place.guardrail : undefined;
  const contract = entry?.place.provider === "sagemaker" ? entry.place.contract : "";
  const isAws = provider === "bedrock" || provider === "sagemaker";
  return {
    name: entry?.name ?? "",
    baseUrl: text("baseUrl") || (known.baseUrl ?? ""),
    model: text("model"),
    region: text("region"),
    guardrailId: guardrail?.id ?? "",
    guardrailVersion: guardrail?.version ?? "",
    endpoint: text("endpoint"),
    component: text("component"),
    archive: text("archive"),
    contract: typeof contract === "string" ? contract : ownContract,
    contractText: typeof contract === "string" ? "" : JSON.stringify(contract, null, 2),
    right: isAws ? (entry?.key ?? "none") : "bearer",
    token: "",
    accessKeyId: "",
    secretAccessKey: "",
    sessionToken: "",
    keyDropped: false,
    sees: entry?.abilities.sees ?? false,
    calls: entry?.abilities.calls ?? true,
    contextTokens: entry?.abilities.contextTokens ?? null,
    priceInput: entry?.price?.input ?? null,
    priceOutput: entry?.price?.output ?? null,
    priceCached: entry?.price?.cached ?? null,
    currency: entry?.price?.currency ?? "USD",
    requestsMax: entry ? (entry.limits.requests ?? null) : requestsFor(provider, known.baseUrl ?? ""),
    tokensMax: entry?.limits.tokens ?? null,
    dials: dialFields(entry?.abilities.dials),
    fallbackId: entry?.fallbackId ?? "",
    groupIds: entry?.groupIds ?? [],
    useNow: false,
  };
}

/** What is sent for what has been entered. Only for fields that hold. */
export function inputOf(kind: Kind, provider: Provider, fields: Fields, stored?: Entry): Omit<Add, "kind"> {
  const key = keyOf(provider, fields, stored);
  return {
    name: fields.name.trim(),
    place: placeOf(provider, fields),
    ...(key !== undefined && { key }),
    abilities: kind === "chat" ? abilitiesOf(fields) : {},
    price: priceOf(kind, fields),
    limits: kind === "chat" ? limitsOf(fields) : {},
    fallbackId: fields.fallbackId || null,
    groupIds: fields.groupIds,
  };
}

export function placeOf(provider: Provider, fields: Fields): Place {
  const model = fields.model.trim();
  const region = fields.region.trim();
  switch (provider) {
    case "openai":
    case "rerank-api":
      return { provider, baseUrl: fields.baseUrl.trim(), model };
    case "bedrock": {
      const id = fields.guardrailId.trim();
      const guardrail = { id, version: fields.guardrailVersion.trim() || "DRAFT" };
      return { provider, region, model, ...(id && { guardrail }) };
    }
    case "sagemaker": {
      const component = fields.component.trim();
      const archive = fields.archive.trim();
      return {
        provider,
        region,
        endpoint: fields.endpoint.trim(),
        ...(component && { component }),
        ...(archive && { archive }),
        contract: fields.contract === ownContract ? (jsonObject(fields.contractText) ?? {}) : fields.contract,
        model: model || fields.endpoint.trim(),
      };
    }
    case "onnx":
      return { provider, model };
  }
}

/** What is to become of the key: undefined keeps the stored one, null takes it away. */
function keyOf(provider: Provider, fields: Fields, stored: Entry | undefined): Key | null | undefined {
  const none = stored?.key ? null : undefined;
  const token = fields.token.trim();
  if (provider === "onnx" || fields.right === "none" || fields.keyDropped) return none;
  if (fields.right === "bearer") return token ? { type: "bearer", token } : undefined;
  const accessKeyId = fields.accessKeyId.trim();
  const secretAccessKey = fields.secretAccessKey.trim();
  const sessionToken = fields.sessionToken.trim();
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { type: "iam", accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Whether an empty key means the stored one. */
export function keepsKey(provider: Provider, fields: Fields, stored: Entry | undefined): boolean {
  return stored !== undefined && stored.key === fields.right && shareKey(stored.place, placeOf(provider, fields));
}

/** Whether there is a stored key that will not go to what has been entered. */
export function losesKey(provider: Provider, fields: Fields, stored: Entry | undefined): boolean {
  return Boolean(stored?.key) && !shareKey(stored!.place, placeOf(provider, fields));
}

/** The object that a text is, if it is one. */
export function jsonObject(text: string): Record<string, never> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, never>)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the limits of a dial and what it stands at rise. */
export function rises({ min, max, default: middle }: DialFields): boolean {
  const given = [min, middle, max].filter((value) => value !== null);
  return given.every((value, at) => at === 0 || (given[at - 1] ?? value) <= value);
}

function abilitiesOf(fields: Fields): Abilities {
  const ranges: Ranges = {};
  for (const dial of dials) {
    const { has, min, max, default: middle } = fields.dials[dial];
    if (!has) ranges[dial] = null;
    else if (min !== null || max !== null || middle !== null)
      ranges[dial] = {
        ...(min !== null && { min }),
        ...(max !== null && { max }),
        ...(middle !== null && { default: middle }),
      };
  }
  return {
    ...(fields.sees && { sees: true }),
    ...(!fields.calls && { calls: false }),
    ...(fields.contextTokens !== null && { contextTokens: fields.contextTokens }),
    ...(Object.keys(ranges).length > 0 && { dials: ranges }),
  };
}

function priceOf(kind: Kind, { priceInput, priceOutput, priceCached, currency }: Fields): Add["price"] {
  if (priceInput === null) return null;
  // vectors and scores cost nothing beyond what is read
  if (kind !== "chat") return { currency, input: priceInput, output: 0 };
  return {
    currency,
    input: priceInput,
    output: priceOutput ?? 0,
    ...(priceCached !== null && { cached: priceCached }),
  };
}

function limitsOf({ requestsMax, tokensMax }: Fields): NonNullable<Add["limits"]> {
  return { ...(requestsMax !== null && { requests: requestsMax }), ...(tokensMax !== null && { tokens: tokensMax }) };
}

/** What a new model may be asked in a minute: vendors refuse who asks more, a server of one's own does as it can. */
function requestsFor(provider: Provider, baseUrl: string): number | null {
  const host = URL.parse(baseUrl)?.hostname ?? "";
  const own = host === "localhost" || /^(127|10|192\.168)\./.test(host);
  return provider === "onnx" || own ? null : usualRequests;
}

const usualRequests = 60;

function dialFields(ranges: Ranges | undefined): Record<Dial, DialFields> {
  const of = (dial: Dial): DialFields => {
    const range = ranges?.[dial];
    return {
      has: range !== null,
      min: range?.min ?? null,
      max: range?.max ?? null,
      default: range?.default ?? null,
    };
  };
  return Object.fromEntries(dials.map((dial) => [dial, of(dial)])) as Record<Dial, DialFields>;
}
