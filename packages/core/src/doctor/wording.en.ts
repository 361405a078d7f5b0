import type { CheckName, Facts } from "./check-name.ts";

/** What was found, and for what is not as it should be, what to do about it. */
export interface Told {
  says: (facts: Facts) => string;
  fix?: (facts: Facts) => string;
}

export const checksEn: Record<CheckName, string> = {
  settings: "Configuration",
  folder: "Data folder",
  lock: "Who holds the folder",
  port: "Port",
  reach: "Reaching the desk",
  certificate: "Certificate",
  proxy: "Proxy in between",
  headers: "Protection of pages",
  "sign-in": "Signing in",
  "clock-here": "This machine's clock",
  socket: "Live connection",
  database: "Database",
  migrations: "Tables",
  connections: "Connections of the database",
  clock: "The desk's clock",
  disk: "Disk",
  memory: "Memory",
  files: "Store of files",
  "run-log": "Log of answers",
  queues: "Work waiting",
  workers: "Workers",
  index: "Search index",
  "model-answers": "Model that answers",
  "model-stands-in": "Model that stands in",
  "model-finds": "Model that finds",
  "model-ranks": "Model that ranks",
  "model-draws": "Model that draws",
  keys: "Keys of models",
  mail: "Mail",
  address: "The desk's own address",
};

const proxyDocs = "docs/guide/operate.md, Behind a proxy, shows how";

export const findingsEn = {
  "check.silent": {
    says: ({ seconds }) => `There was no result within ${seconds} seconds.`,
    fix: () => "Check what this part connects to: its address, and the network in between. Then check again.",
  },
  "check.broken": {
    says: ({ message }) => `The check itself failed: ${message}`,
    fix: () => "Look for doctor.check_failed in the desk's log.",
  },

  "database.answers": { says: ({ version, ms }) => `PostgreSQL ${version} answers in ${ms} ms.` },
  "database.slow": {
    says: ({ version, ms }) => `PostgreSQL ${version} takes ${ms} ms for the smallest question.`,
    fix: () => "Bring the desk and its database closer together, or give the database more of a machine.",
  },
  "database.old": {
    says: ({ version, least }) => `PostgreSQL ${version} is too old: Docent needs ${least} or newer.`,
    fix: ({ least }) => `Update the database to PostgreSQL ${least} or newer.`,
  },
  "database.unreachable": {
    says: ({ message }) => `The database does not answer: ${message}`,
    fix: () => "Start the database, and check that DATABASE_URL names it and that its password still holds.",
  },
  "migrations.applied": { says: ({ count }) => `All ${count} changes of the tables are applied.` },
  "migrations.missing": {
    says: ({ count, names }) => `Changes of the tables that are not applied: ${count} (${names}).`,
    fix: () => "Restart the desk, or deploy the stage again: either brings the tables up to date.",
  },
  "migrations.unknown": {
    says: ({ count }) =>
      `A newer version of Docent has changed the tables; this one does not know ${count} of the changes.`,
    fix: () => "Run the newer version again, or restore the backup that was made before the update.",
  },
  "connections.free": { says: ({ used, most }) => `${used} of ${most} connections are in use.` },
  "connections.scarce": {
    says: ({ used, most }) => `${used} of ${most} connections are in use: soon people will have to wait.`,
    fix: () => "Raise max_connections of the database, or have other programs hold fewer of them.",
  },
  "clock.even": { says: ({ ms }) => `The desk and its database agree within ${ms} ms.` },
  "clock.off": {
    says: ({ seconds }) => `The desk's clock and its database's are ${seconds} seconds apart.`,
    fix: () => "Switch time synchronisation (NTP) on, on both machines. Tickets and signatures fail beyond a minute.",
  },

  "disk.free": { says: ({ free, total }) => `${free} of ${total} are free.` },
  "disk.scarce": {
    says: ({ free, total }) => `Only ${free} of ${total} are free.`,
    fix: () => "Free some space, or move the data folder to a larger disk, before documents no longer fit.",
  },
  "disk.full": {
    says: ({ free }) => `The disk is full: ${free} are left.`,
    fix: () => "Free some space now: documents, answers and the database can no longer be written safely.",
  },
  "memory.free": { says: ({ free, own }) => `${free} are free; the desk uses ${own}.` },
  "memory.scarce": {
    says: ({ free, own }) => `Only ${free} are free; the desk uses ${own}.`,
    fix: () => "End other programs, lower DOCENT_EXTRACTORS, or give the desk more memory.",
  },
  "files.keep": { says: ({ ms }) => `A file was written, read back the same and removed in ${ms} ms.` },
  "files.lose": {
    says: ({ message }) => `A file could not be written and read back: ${message}`,
    fix: () => "Check that the desk may write to its folder, or to its bucket, and that there is room.",
  },
  "run_log.keeps": { says: ({ ms }) => `Events of an answer were written and read back in order in ${ms} ms.` },
  "run_log.loses": {
    says: ({ message }) => `Events of an answer did not come back as they were written: ${message}`,
    fix: () => "Check the database, or the table of live events on AWS and its permissions.",
  },
  "run_log.skipped": { says: () => "Not tried: nobody has been added to this company yet." },

  "queues.empty": { says: () => "Nothing waits, and nothing was given up." },
  "queues.moving": { says: ({ waiting, running }) => `${waiting} jobs wait and ${running} are under way.` },
  "queues.late": {
    says: ({ waiting, minutes }) => `${waiting} jobs wait, the oldest for ${minutes} minutes.`,
    fix: () => "Wait while a large import is under way. Otherwise see on the health page which queue is behind.",
  },
  "queues.stuck": {
    says: ({ waiting, minutes }) => `${waiting} jobs wait, the oldest for ${minutes} minutes, and none is under way.`,
    fix: () => "Restart the desk. On AWS, look at the log of the jobs function.",
  },
  "queues.failed": {
    says: ({ failed, names }) => `Jobs that were given up: ${failed} (${names}).`,
    fix: () => "Mend what the log says of job.failed, then choose “Retry what was given up” on the health page.",
  },
  "workers.take": { says: ({ ms }) => `A job was taken and done in ${ms} ms.` },
  "workers.busy": {
    says: ({ seconds }) => `A job waits for more than ${seconds} seconds while others are under way.`,
    fix: () => "Wait until the work that is under way is done, then check again.",
  },
  "workers.asleep": {
    says: ({ seconds }) => `Nobody took a job within ${seconds} seconds.`,
    fix: () => "Restart the desk: it takes jobs from its start on.",
  },

  "index.even": { says: ({ held, ms }) => `All ${held} passages are in the index, and it answers in ${ms} ms.` },
  "index.empty": { says: () => "There is no index yet. It is made with the first document." },
  "index.filling": {
    says: ({ missing }) => `${missing} passages are on their way into the index.`,
  },
  "index.missing": {
    says: ({ missing, expected, documents }) =>
      `${missing} of ${expected} passages cannot be found.${documents ? ` Missing from: ${documents}.` : ""}`,
    fix: ({ documents }) =>
      documents
        ? "Open these documents and choose “Try again”, or build the index anew under Settings → Model."
        : "Build the index anew under Settings → Model.",
  },
  "index.surplus": {
    says: ({ surplus }) => `The index holds ${surplus} passages too many, left over from removed documents.`,
    fix: () => "Check again in some minutes. If they stay, build the index anew under Settings → Model.",
  },
  "index.layout": {
    says: () => "The index is laid out in another way than this version of Docent does it.",
    fix: () =>
      "Add or change any document, which lays it out anew; if that fails, build it anew under Settings → Model.",
  },
  "index.building": { says: ({ done, total }) => `The next index is being built: ${done} of ${total}.` },
  "index.build_stopped": {
    says: ({ message }) => `Building the next index has stopped: ${message}`,
    fix: () => "Mend the model that finds, then build the index again under Settings → Model.",
  },
  "index.unreachable": {
    says: ({ message }) => `The index does not answer: ${message}`,
    fix: () =>
      "Check OPENSEARCH_URL and its cluster; without one, restart the desk, and restore its index folder if it stays.",
  },

  "model.works": { says: ({ name, ms }) => `${name} answers in ${ms} ms.` },
  "model.fails": {
    says: ({ name, message }) => `${name} does not work: ${message}`,
    fix: () => "Check its server, address and key under Settings → Model, and try it there.",
  },
  "model.none": { says: () => "None is chosen." },
  "model.quotes": { says: () => "None is connected: the desk answers with sentences of the documents." },
  "model.untried": { says: ({ name }) => `${name} is chosen. It is not tried here, because an image costs money.` },
  "keys.open": { says: ({ count }) => `All ${count} can be opened with the desk's secret.` },
  "keys.sealed": {
    says: ({ names }) => `Keys that were sealed with another secret: ${names}.`,
    fix: () => "Start the desk with the DOCENT_SECRET it had before, or enter these keys again under Settings → Model.",
  },
  "mail.folder": { says: ({ path }) => `No mail service is set: letters are kept in ${path}.` },
  "mail.taken": { says: ({ host }) => `${host} takes letters.` },
  "mail.untried": { says: ({ host }) => `Letters leave by ${host}. It is not tried here.` },
  "mail.refused": {
    says: ({ host, message }) => `${host} takes no letters: ${message}`,
    fix: () =>
      "Check DOCENT_MAIL_URL: host, port, name and password. Invitations and new passwords do not arrive until then.",
  },
  "address.open": { says: ({ origin }) => `Letters and links name ${origin}.` },
  "address.inner": {
    says: ({ origin }) => `Letters name ${origin}, which only this machine can open.`,
    fix: () => "Set DOCENT_URL to the address that people use, and restart the desk.",
  },
  "address.other": {
    says: ({ origin, here }) => `You came by ${here}, but the desk takes ${origin} for its address.`,
    fix: ({ here }) =>
      `Set DOCENT_URL to ${here}, or use the other address: signing in and links in letters depend on it.`,
  },

  "settings.read": { says: ({ node }) => `All variables can be read; Node ${node}.` },
  "settings.wrong": {
    says: ({ message }) => String(message),
    fix: () => "Correct the variables named. docs/guide/operate.md lists them all.",
  },
  "settings.node": {
    says: ({ node, least }) => `Node ${node} is too old.`.concat(` Docent needs ${least} or newer.`),
    fix: ({ least }) => `Install Node ${least} or newer.`,
  },
  "folder.ready": { says: ({ path }) => `${path} can be read and written, by its owner only.` },
  "folder.absent": { says: ({ path }) => `${path} does not exist yet. The first start makes it.` },
  "folder.closed": {
    says: ({ path, message }) => `${path} cannot be written: ${message}`,
    fix: ({ path }) => `Let the account that starts Docent own ${path}.`,
  },
  "folder.open": {
    says: ({ path }) => `${path} can be read by other accounts of this machine, and with it everything.`,
    fix: ({ path }) => `Run: chmod 700 ${path}`,
  },
  "lock.free": { says: () => "Nobody." },
  "lock.left": { says: ({ pid }) => `A process that has ended (${pid}) left its mark. The next start clears it away.` },
  "lock.starting": {
    says: ({ pid }) => `Process ${pid} holds the folder, and does not serve: it is starting, or a command is at work.`,
    fix: ({ pid }) => `Wait until it is done. If it stays, end process ${pid} and start the desk again.`,
  },
  "lock.served": { says: ({ pid, url }) => `Process ${pid} serves it at ${url}.` },
  "port.free": { says: ({ port }) => `Port ${port} is free.` },
  "port.taken": {
    says: ({ port }) => `Another program uses port ${port}.`,
    fix: ({ port }) => `End that program, or choose another port: PORT=${Number(port) + 1} npm start`,
  },

  "reach.answers": { says: ({ url, ms }) => `${url} answers in ${ms} ms.` },
  "reach.stopped": {
    says: ({ path }) => `No desk is running on ${path}.`,
    fix: () => "Start it: npm start. Or check another one: npm run docent -- doctor --url https://…",
  },
  "reach.unknown_host": {
    says: ({ host }) => `The name ${host} cannot be resolved.`,
    fix: () => "Check the spelling, and the DNS entry: a new one can take an hour to be known everywhere.",
  },
  "reach.refused": {
    says: ({ host }) => `${host} refuses connections.`,
    fix: () => "Start the desk and the proxy in front of it, and check the port and the firewall.",
  },
  "reach.silent": {
    says: ({ host, seconds }) => `${host} did not answer within ${seconds} seconds.`,
    fix: () => "Check the firewall and security groups in between, and whether the desk is still busy starting.",
  },
  "reach.untrusted": {
    says: ({ host, message }) => `The certificate of ${host} is not trusted: ${message}`,
    fix: () =>
      "Install a certificate for this very name with its whole chain; name your own authority by NODE_EXTRA_CA_CERTS.",
  },
  "reach.broken": {
    says: ({ host, message }) => `The connection to ${host} fails: ${message}`,
    fix: () => "Check that the address begins with https:// or http:// as the desk is served, and try again.",
  },
  "reach.other": {
    says: ({ url, status }) => `Something else than a desk answers at ${url}, with status ${status}.`,
    fix: ({ status }) =>
      Number(status) >= 500
        ? "The proxy is there and the desk is not: start the desk, and check where the proxy passes requests on to."
        : "Check the address. A proxy has to pass /api and /trpc on to the desk as they are.",
  },
  "certificate.none": {
    says: () => "The connection is not encrypted, which is fine on this machine only.",
  },
  "certificate.bare": {
    says: () => "The connection is not encrypted: passwords can be read on the way.",
    fix: () => `Put a proxy with TLS in front: ${proxyDocs}.`,
  },
  "certificate.valid": { says: ({ days, issuer }) => `Valid for ${days} more days, issued by ${issuer}.` },
  "certificate.ends": {
    says: ({ days }) => `The certificate ends in ${days} days.`,
    fix: () => "Renew it, and see why that did not happen by itself.",
  },
  "proxy.clear": { says: () => "Nothing in between changes what is sent: host and files of some megabytes arrive." },
  "proxy.host": {
    says: () => "A proxy replaces the Host header: the desk takes its own pages for foreign ones and refuses to act.",
    fix: () => `Have the proxy pass the Host header on: ${proxyDocs}.`,
  },
  "proxy.bodies": {
    says: ({ megabytes }) => `A proxy refuses a file of ${megabytes} MB.`,
    fix: () => `Have it allow bodies of 200 MB: ${proxyDocs}.`,
  },
  "headers.there": { says: () => "Pages arrive with their rules for scripts and frames." },
  "headers.lost": {
    says: ({ names }) => `Headers that protect pages do not arrive: ${names}.`,
    fix: () => "Have the proxy, or CloudFront, pass on the headers that the desk sends.",
  },
  "sign_in.done": { says: ({ name }) => `Signed in as ${name}.` },
  "sign_in.not_asked": {
    says: () => "Nobody has signed in, so only the way to the desk was checked.",
    fix: () => "To check what lies behind it, sign in as an administrator: --email you@example.org, or DOCENT_API_KEY.",
  },
  "sign_in.refused": {
    says: ({ message }) => `The desk let nobody in: ${message}`,
    fix: () => "Check the e-mail address and the password, or the key; it has to be an administrator's.",
  },
  "sign_in.broken": {
    says: ({ status }) => `The desk serves, but signing in fails with status ${status}.`,
    fix: () => "Most often its database does not answer: check that it runs, then the desk's log for request.failed.",
  },
  "skew.even": { says: ({ seconds }) => `It agrees with the desk's within ${seconds} s.` },
  "skew.off": {
    says: ({ seconds }) => `It is ${seconds} seconds off the desk's.`,
    fix: () => "Switch time synchronisation (NTP) on here and on the desk's machine.",
  },

  "socket.whole": {
    says: ({ pieces, cuts, ms }) =>
      `${pieces} pieces came through ${cuts} cut of the line, none lost, doubled or out of order; back after ${ms} ms.`,
  },
  "socket.skipped": { says: () => "Not tried: a live connection needs somebody who has signed in." },
  "socket.closed": {
    says: ({ message }) => `No live connection opens: ${message}`,
    fix: () => `Have the proxy pass WebSocket connections on for /trpc: ${proxyDocs}.`,
  },
  "socket.dumb": {
    says: ({ got, pieces }) => `The live connection opens, but falls silent after ${got} of ${pieces} pieces.`,
    fix: () => "See which proxy or firewall in between ends connections early, and have it allow an hour.",
  },
  "socket.lost": {
    says: ({ got, pieces }) => `After a cut the live connection did not come back: ${got} of ${pieces} pieces arrived.`,
    fix: () => "See in the desk's log why the second connection was refused, and whether the proxy limits connections.",
  },
  "socket.torn": {
    says: ({ lost, doubled, wrong }) =>
      `After a cut pieces were lost (${lost}), doubled (${doubled}) or in the wrong place (${wrong}).`,
    fix: () => "Keep this output and report it: answers would arrive damaged.",
  },
  "socket.held": {
    says: ({ seconds }) => `Text arrives in bursts, up to ${seconds} seconds late: something in between holds it back.`,
    fix: () => `Switch buffering off in the proxy: ${proxyDocs}.`,
  },
} satisfies Record<string, Told>;

export type FindingCode = keyof typeof findingsEn;
