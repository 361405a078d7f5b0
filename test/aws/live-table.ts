/** The one table of a stage, as it is made: docs/decisions/032. */
export function liveTable(TableName: string) {
  const key = [
    { name: "pk", KeyType: "HASH" },
    { name: "sk", KeyType: "RANGE" },
  ] as const;
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: key.map(({ name: AttributeName }) => ({ AttributeName, AttributeType: "S" as const })),
    KeySchema: key.map(({ name: AttributeName, KeyType }) => ({ AttributeName, KeyType })),
  };
}
