/** What a node is made of. Every part is on Maven Central, which has no ready-made distribution. */
export const version = "3.5.0";

export interface Part {
  /** Where it goes in the node's folder. */
  folder: string;
  /** Packages, `group:name:version`, with all that they need at run time. */
  packages?: readonly string[];
  /** Packages taken as they are, without what their own descriptions ask for besides. */
  alone?: readonly string[];
  /** An archive to unpack there. */
  archive?: string;
  /** What the node is told about the part. The archive of a plugin brings its own. */
  plugin?: string;
}

const core = (name: string, of = version) => `org.opensearch:${name}:${of}`;
const plugin = (name: string, of = version) => `org.opensearch.plugin:${name}:${of}`;

export const parts: Record<string, Part> = {
  server: {
    folder: "lib",
    packages: [core("opensearch"), core("opensearch-plugin-classloader"), "org.apache.logging.log4j:log4j-core:2.25.3"],
    // 3.5.0 of this one was never published; it holds four interfaces that have not changed since
    alone: [core("opensearch-agent-bootstrap", "3.6.0")],
  },
  "transport-netty4": {
    folder: "modules/transport-netty4",
    packages: [plugin("transport-netty4-client")],
    plugin: "org.opensearch.transport.Netty4ModulePlugin",
  },
  "analysis-common": {
    folder: "modules/analysis-common",
    packages: [plugin("analysis-common")],
    plugin: "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
  },
  // changes and takes out rows by a query
  reindex: {
    folder: "modules/reindex",
    packages: [plugin("reindex-client")],
    plugin: "org.opensearch.index.reindex.ReindexModulePlugin",
  },
  "lang-painless": {
    folder: "modules/lang-painless",
    packages: [plugin("lang-painless")],
    plugin: "org.opensearch.painless.PainlessModulePlugin",
  },
  "opensearch-knn": {
    folder: "plugins/opensearch-knn",
    // the plugin names classes of gRPC though nobody speaks it here; 3.5.0 of the module that has them was not published
    alone: [
      plugin("transport-grpc-spi", "3.6.0"),
      "org.opensearch:protobufs:1.3.0",
      "com.google.guava:guava:33.4.8-jre",
      "com.google.guava:failureaccess:1.0.3",
    ],
    archive: "org.opensearch.plugin:opensearch-knn:3.5.0.0",
  },
};
