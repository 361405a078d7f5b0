import type { CheckName } from "./check-name.ts";
import type { FindingCode, Told } from "./wording.en.ts";

export const checksZh: Record<CheckName, string> = {
  settings: "配置",
  folder: "数据文件夹",
  lock: "文件夹占用",
  port: "端口",
  reach: "连接 Docent",
  certificate: "证书",
  proxy: "中间的代理",
  headers: "页面防护",
  "sign-in": "登录",
  "clock-here": "本机时钟",
  socket: "实时连接",
  database: "数据库",
  migrations: "数据表",
  connections: "数据库连接数",
  clock: "Docent 的时钟",
  disk: "磁盘",
  memory: "内存",
  files: "文件存储",
  "run-log": "回答记录",
  queues: "排队的任务",
  workers: "任务处理",
  index: "检索索引",
  "model-answers": "回答模型",
  "model-stands-in": "备用模型",
  "model-finds": "检索模型",
  "model-ranks": "排序模型",
  "model-draws": "绘图模型",
  keys: "模型密钥",
  mail: "邮件",
  address: "Docent 的地址",
};

const proxyDocs = "做法见 docs/guide/operate.md 的“Behind a proxy”";

export const findingsZh: Record<FindingCode, Told> = {
  "check.silent": {
    says: ({ seconds }) => `${seconds} 秒内没有结果。`,
    fix: () => "请检查这一部分所连接的地址和中间的网络，然后再检查一次。",
  },
  "check.broken": {
    says: ({ message }) => `检查本身出错：${message}`,
    fix: () => "请在 Docent 的日志中查找 doctor.check_failed。",
  },

  "database.answers": { says: ({ version, ms }) => `PostgreSQL ${version}，${ms} 毫秒内应答。` },
  "database.slow": {
    says: ({ version, ms }) => `PostgreSQL ${version} 处理最简单的查询也要 ${ms} 毫秒。`,
    fix: () => "请让 Docent 与数据库靠得更近，或给数据库更多资源。",
  },
  "database.old": {
    says: ({ version, least }) => `PostgreSQL ${version} 太旧，需要 ${least} 或更高版本。`,
    fix: ({ least }) => `请把数据库升级到 PostgreSQL ${least} 或更高版本。`,
  },
  "database.unreachable": {
    says: ({ message }) => `数据库没有应答：${message}`,
    fix: () => "请启动数据库，并确认 DATABASE_URL 指向它、密码仍然有效。",
  },
  "migrations.applied": { says: ({ count }) => `数据表的 ${count} 项变更都已应用。` },
  "migrations.missing": {
    says: ({ count, names }) => `有 ${count} 项数据表变更尚未应用（${names}）。`,
    fix: () => "请重启 Docent，或重新部署该环境，数据表会随之更新。",
  },
  "migrations.unknown": {
    says: ({ count }) => `更新版本的 Docent 改过数据表，其中 ${count} 项变更是当前版本不认识的。`,
    fix: () => "请重新运行较新的版本，或恢复升级前的备份。",
  },
  "connections.free": { says: ({ used, most }) => `${most} 个连接中用了 ${used} 个。` },
  "connections.scarce": {
    says: ({ used, most }) => `${most} 个连接中已用 ${used} 个，很快就会有人要等待。`,
    fix: () => "请调大数据库的 max_connections，或减少其他程序占用的连接。",
  },
  "clock.even": { says: ({ ms }) => `Docent 与数据库的时钟相差不超过 ${ms} 毫秒。` },
  "clock.off": {
    says: ({ seconds }) => `Docent 与数据库的时钟相差 ${seconds} 秒。`,
    fix: () => "请在两台机器上都开启时间同步（NTP）。相差一分钟以上，票据和签名就会失效。",
  },

  "disk.free": { says: ({ free, total }) => `共 ${total}，剩余 ${free}。` },
  "disk.scarce": {
    says: ({ free, total }) => `共 ${total}，只剩 ${free}。`,
    fix: () => "请尽早清理空间，或把数据文件夹移到更大的磁盘，否则很快放不下资料。",
  },
  "disk.full": {
    says: ({ free }) => `磁盘已满，只剩 ${free}。`,
    fix: () => "请立即清理空间：资料、回答和数据库都已无法安全写入。",
  },
  "memory.free": { says: ({ free, own }) => `可用 ${free}，Docent 占用 ${own}。` },
  "memory.scarce": {
    says: ({ free, own }) => `只剩 ${free} 可用，Docent 占用 ${own}。`,
    fix: () => "请结束其他程序、调小 DOCENT_EXTRACTORS，或增加内存。",
  },
  "files.keep": { says: ({ ms }) => `写入、读回并删除一个文件，内容一致，用时 ${ms} 毫秒。` },
  "files.lose": {
    says: ({ message }) => `文件无法写入并读回：${message}`,
    fix: () => "请确认 Docent 有权写入其文件夹或存储桶，并且空间足够。",
  },
  "run_log.keeps": { says: ({ ms }) => `写入的回答事件按顺序读回，用时 ${ms} 毫秒。` },
  "run_log.loses": {
    says: ({ message }) => `回答事件读回时与写入的不同：${message}`,
    fix: () => "请检查数据库；在 AWS 上请检查实时事件表及其权限。",
  },
  "run_log.skipped": { says: () => "未检查：这家公司还没有任何人员。" },

  "queues.empty": { says: () => "没有任务在等待，也没有放弃的任务。" },
  "queues.moving": { says: ({ waiting, running }) => `${waiting} 个任务在等待，${running} 个正在处理。` },
  "queues.late": {
    says: ({ waiting, minutes }) => `${waiting} 个任务在等待，最早的已等了 ${minutes} 分钟。`,
    fix: () => "如果正在大批导入，请等它完成；否则请在运行状况页面查看是哪个队列落后。",
  },
  "queues.stuck": {
    says: ({ waiting, minutes }) => `${waiting} 个任务在等待，最早的已等了 ${minutes} 分钟，却没有任务在处理。`,
    fix: () => "请重启 Docent；在 AWS 上请查看 jobs 函数的日志。",
  },
  "queues.failed": {
    says: ({ failed, names }) => `有 ${failed} 个任务已放弃（${names}）。`,
    fix: () => "请先解决日志中 job.failed 指出的问题，再到运行状况页面点击“重试已放弃的任务”。",
  },
  "workers.take": { says: ({ ms }) => `一个任务在 ${ms} 毫秒内被领取并完成。` },
  "workers.busy": {
    says: ({ seconds }) => `有任务等了超过 ${seconds} 秒，其他任务正在处理中。`,
    fix: () => "请等正在处理的任务完成，然后再检查一次。",
  },
  "workers.asleep": {
    says: ({ seconds }) => `${seconds} 秒内没有人领取任务。`,
    fix: () => "请重启 Docent，启动后它就会领取任务。",
  },

  "index.even": { says: ({ held, ms }) => `${held} 个片段都在索引中，${ms} 毫秒内应答。` },
  "index.empty": { says: () => "还没有索引。添加第一份资料时会建立。" },
  "index.filling": { says: ({ missing }) => `${missing} 个片段正在写入索引。` },
  "index.missing": {
    says: ({ missing, expected, documents }) =>
      `${expected} 个片段中有 ${missing} 个检索不到。${documents ? `涉及资料：${documents}。` : ""}`,
    fix: ({ documents }) =>
      documents ? "请打开这些资料并点击“重试”，或在“设置 → 模型”中重建索引。" : "请在“设置 → 模型”中重建索引。",
  },
  "index.surplus": {
    says: ({ surplus }) => `索引中多出 ${surplus} 个片段，来自已删除的资料。`,
    fix: () => "请几分钟后再检查一次；如果还在，请在“设置 → 模型”中重建索引。",
  },
  "index.layout": {
    says: () => "索引的结构与当前版本不同。",
    fix: () => "添加或修改任意一份资料，索引就会按新结构整理；如果不成功，请在“设置 → 模型”中重建索引。",
  },
  "index.building": { says: ({ done, total }) => `正在建立下一个索引：${done} / ${total}。` },
  "index.build_stopped": {
    says: ({ message }) => `下一个索引的建立已中断：${message}`,
    fix: () => "请先修复检索模型，再到“设置 → 模型”中重新建立索引。",
  },
  "index.unreachable": {
    says: ({ message }) => `索引没有应答：${message}`,
    fix: () => "请检查 OPENSEARCH_URL 及其集群；没有使用集群时请重启 Docent，仍不行就恢复索引文件夹。",
  },

  "model.works": { says: ({ name, ms }) => `${name} 在 ${ms} 毫秒内应答。` },
  "model.fails": {
    says: ({ name, message }) => `${name} 无法工作：${message}`,
    fix: () => "请在“设置 → 模型”中检查它的服务器、地址和密钥，并在那里试用。",
  },
  "model.none": { says: () => "未选择。" },
  "model.quotes": { says: () => "未连接模型：Docent 用资料中的原句回答。" },
  "model.untried": { says: ({ name }) => `已选择 ${name}。生成图片要付费，所以这里不试用。` },
  "keys.open": { says: ({ count }) => `${count} 个密钥都能用 Docent 的密文密钥打开。` },
  "keys.sealed": {
    says: ({ names }) => `这些密钥是用另一个密文密钥加密的：${names}。`,
    fix: () => "请用原来的 DOCENT_SECRET 启动 Docent，或在“设置 → 模型”中重新填写这些密钥。",
  },
  "mail.folder": { says: ({ path }) => `没有设置邮件服务，信件保存在 ${path}。` },
  "mail.taken": { says: ({ host }) => `${host} 可以收取信件。` },
  "mail.untried": { says: ({ host }) => `信件通过 ${host} 发出，这里不试用。` },
  "mail.refused": {
    says: ({ host, message }) => `${host} 不收取信件：${message}`,
    fix: () => "请检查 DOCENT_MAIL_URL 中的主机、端口、用户名和密码。在此之前，邀请和新密码都无法送达。",
  },
  "address.open": { says: ({ origin }) => `信件和链接使用 ${origin}。` },
  "address.inner": {
    says: ({ origin }) => `信件中的地址是 ${origin}，只有这台机器能打开。`,
    fix: () => "请把 DOCENT_URL 设为大家使用的地址，然后重启 Docent。",
  },
  "address.other": {
    says: ({ origin, here }) => `您访问的是 ${here}，而 Docent 认为自己的地址是 ${origin}。`,
    fix: ({ here }) => `请把 DOCENT_URL 设为 ${here}，或改用另一个地址：登录和信件中的链接都取决于它。`,
  },

  "settings.read": { says: ({ node }) => `所有变量都可读取；Node ${node}。` },
  "settings.wrong": {
    says: ({ message }) => String(message),
    fix: () => "请更正上面提到的变量。全部变量见 docs/guide/operate.md。",
  },
  "settings.node": {
    says: ({ node, least }) => `Node ${node} 太旧，需要 ${least} 或更高版本。`,
    fix: ({ least }) => `请安装 Node ${least} 或更高版本。`,
  },
  "folder.ready": { says: ({ path }) => `${path} 可以读写，且只有所有者能访问。` },
  "folder.absent": { says: ({ path }) => `${path} 还不存在，首次启动时会创建。` },
  "folder.closed": {
    says: ({ path, message }) => `${path} 无法写入：${message}`,
    fix: ({ path }) => `请让启动 Docent 的账户拥有 ${path}。`,
  },
  "folder.open": {
    says: ({ path }) => `这台机器的其他账户也能读取 ${path}，也就能读取全部内容。`,
    fix: ({ path }) => `请执行：chmod 700 ${path}`,
  },
  "lock.free": { says: () => "没有进程占用。" },
  "lock.left": { says: ({ pid }) => `已结束的进程（${pid}）留下了标记，下次启动时会清除。` },
  "lock.starting": {
    says: ({ pid }) => `进程 ${pid} 占用着文件夹但没有提供服务：它正在启动，或正在执行命令。`,
    fix: ({ pid }) => `请等它完成；如果一直这样，请结束进程 ${pid}，再启动 Docent。`,
  },
  "lock.served": { says: ({ pid, url }) => `进程 ${pid} 在 ${url} 提供服务。` },
  "port.free": { says: ({ port }) => `端口 ${port} 空闲。` },
  "port.taken": {
    says: ({ port }) => `端口 ${port} 被另一个程序占用。`,
    fix: ({ port }) => `请结束那个程序，或换一个端口：PORT=${Number(port) + 1} npm start`,
  },

  "reach.answers": { says: ({ url, ms }) => `${url} 在 ${ms} 毫秒内应答。` },
  "reach.stopped": {
    says: ({ path }) => `${path} 上没有正在运行的 Docent。`,
    fix: () => "请启动：npm start。也可以检查另一个：npm run docent -- doctor --url https://…",
  },
  "reach.unknown_host": {
    says: ({ host }) => `无法解析域名 ${host}。`,
    fix: () => "请检查拼写和 DNS 记录；新记录可能要一小时才能处处生效。",
  },
  "reach.refused": {
    says: ({ host }) => `${host} 拒绝连接。`,
    fix: () => "请启动 Docent 和它前面的代理，并检查端口和防火墙。",
  },
  "reach.silent": {
    says: ({ host, seconds }) => `${host} 在 ${seconds} 秒内没有应答。`,
    fix: () => "请检查中间的防火墙和安全组，以及 Docent 是否还在启动。",
  },
  "reach.untrusted": {
    says: ({ host, message }) => `${host} 的证书不受信任：${message}`,
    fix: () => "请为这个域名安装包含完整证书链的证书；自建的证书机构用 NODE_EXTRA_CA_CERTS 指定。",
  },
  "reach.broken": {
    says: ({ host, message }) => `与 ${host} 的连接出错：${message}`,
    fix: () => "请确认地址开头的 https:// 或 http:// 与 Docent 一致，然后重试。",
  },
  "reach.other": {
    says: ({ url, status }) => `在 ${url} 应答的不是 Docent，状态码为 ${status}。`,
    fix: ({ status }) =>
      Number(status) >= 500
        ? "代理在运行，Docent 没有：请启动 Docent，并检查代理把请求转到哪里。"
        : "请检查地址。代理需要把 /api 和 /trpc 原样转给 Docent。",
  },
  "certificate.none": { says: () => "连接没有加密，只在本机使用时没有问题。" },
  "certificate.bare": {
    says: () => "连接没有加密，途中可以读到密码。",
    fix: () => `请在前面放一个带 TLS 的代理：${proxyDocs}。`,
  },
  "certificate.valid": { says: ({ days, issuer }) => `还有 ${days} 天有效，由 ${issuer} 签发。` },
  "certificate.ends": {
    says: ({ days }) => `证书将在 ${days} 天后到期。`,
    fix: () => "请更新证书，并查明为什么没有自动更新。",
  },
  "proxy.clear": { says: () => "中间没有改动所发送的内容：主机名和数 MB 的文件都能送达。" },
  "proxy.host": {
    says: () => "代理替换了 Host 请求头：Docent 会把自己的页面当作外来页面而拒绝操作。",
    fix: () => `请让代理原样传递 Host 请求头：${proxyDocs}。`,
  },
  "proxy.bodies": {
    says: ({ megabytes }) => `代理拒绝 ${megabytes} MB 的文件。`,
    fix: () => `请让它允许 200 MB 的请求：${proxyDocs}。`,
  },
  "headers.there": { says: () => "页面带有限制脚本和框架的规则。" },
  "headers.lost": {
    says: ({ names }) => `保护页面的响应头没有送达：${names}。`,
    fix: () => "请让代理或 CloudFront 传递 Docent 发出的响应头。",
  },
  "sign_in.done": { says: ({ name }) => `已以 ${name} 的身份登录。` },
  "sign_in.not_asked": {
    says: () => "没有登录，所以只检查了通往 Docent 的路径。",
    fix: () => "要检查后面的部分，请以管理员身份登录：--email you@example.org，或设置 DOCENT_API_KEY。",
  },
  "sign_in.refused": {
    says: ({ message }) => `Docent 拒绝登录：${message}`,
    fix: () => "请检查电子邮件和密码，或 API 密钥；它必须属于管理员。",
  },
  "sign_in.broken": {
    says: ({ status }) => `Docent 在运行，但登录失败，状态码为 ${status}。`,
    fix: () => "多半是数据库没有应答：请确认它在运行，再到 Docent 的日志中查找 request.failed。",
  },
  "skew.even": { says: ({ seconds }) => `与 Docent 的时钟相差不超过 ${seconds} 秒。` },
  "skew.off": {
    says: ({ seconds }) => `与 Docent 的时钟相差 ${seconds} 秒。`,
    fix: () => "请在本机和 Docent 的机器上都开启时间同步（NTP）。",
  },

  "socket.whole": {
    says: ({ pieces, cuts, ms }) =>
      `途中切断 ${cuts} 次，${pieces} 段内容仍全部到达，没有丢失、重复或错序；${ms} 毫秒后恢复。`,
  },
  "socket.skipped": { says: () => "未检查：实时连接需要先登录。" },
  "socket.closed": {
    says: ({ message }) => `无法建立实时连接：${message}`,
    fix: () => `请让代理为 /trpc 转发 WebSocket 连接：${proxyDocs}。`,
  },
  "socket.dumb": {
    says: ({ got, pieces }) => `实时连接已建立，但收到 ${pieces} 段中的 ${got} 段后就没有声音了。`,
    fix: () => "请查明是哪个代理或防火墙过早切断连接，并让它允许一小时。",
  },
  "socket.lost": {
    says: ({ got, pieces }) => `切断后实时连接没有恢复：${pieces} 段中收到 ${got} 段。`,
    fix: () => "请在 Docent 的日志中查看第二次连接为何被拒绝，以及代理是否限制连接数。",
  },
  "socket.torn": {
    says: ({ lost, doubled, wrong }) => `切断后有内容丢失（${lost}）、重复（${doubled}）或错位（${wrong}）。`,
    fix: () => "请保存这份结果并反馈给我们：这样的回答会残缺不全。",
  },
  "socket.held": {
    says: ({ seconds }) => `文字一阵一阵地到达，最多晚 ${seconds} 秒：中间有东西把它攒住了。`,
    fix: () => `请关闭代理的缓冲：${proxyDocs}。`,
  },
};
