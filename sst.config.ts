/// <reference path="./.sst/platform/config.d.ts" />

// SST allows no imports up here; what a stage is made of is in stacks/, a concern a file.
export default $config({
  app({ stage }) {
    return {
      name: "docent",
      home: "aws",
      version: ">= 4.17.1",
      removal: stage === "prod" ? "retain" : "remove",
      protect: stage === "prod",
      providers: {
        random: "4.16.6",
        aws: {
          region: (process.env["SST_REGION"] ?? "us-east-1") as never,
          defaultTags: { tags: { project: "docent", stage } },
        },
      },
    };
  },
  async run() {
    const { deployDesk } = await import("./stacks/desk");
    return deployDesk();
  },
});
