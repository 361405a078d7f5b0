/** Where in AWS a model runs, and by what right it is called. Without a key the desk's own role is used. */
export interface AwsPlace {
  /** For example `us-east-1` or `cn-north-1`. */
  region: string;
  key?: AwsKey;
}

export type AwsKey =
  | { type: "iam"; accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** A Bedrock API key, sent as a bearer token. */
  | { type: "bearer"; token: string };
