/** 做了什么；`name` 是对象的名称，可能没有。 */
type Sentence = (name: string, more: Record<string, unknown>) => string;

const of = (what: string, name: string) => (name ? `${what}“${name}”` : `一个${what}`);
const company = (name: string) => (name ? `公司“${name}”` : "一家公司");
const count = (more: Record<string, unknown>, unit: string) =>
  `${typeof more["number"] === "number" ? more["number"] : 1} ${unit}`;
const roles: Record<string, string> = { member: "成员", editor: "编辑", admin: "管理员" };
const person = (name: string) => (name ? `“${name}”` : "一位成员");
const addresses = ({ emails, email }: Record<string, unknown>) =>
  Array.isArray(emails) && emails.length ? emails.join("、") : typeof email === "string" ? email : "一个邮箱";

function personChange(name: string, { before, role, suspended }: Record<string, unknown>): string {
  if (suspended === true) return `停用了${person(name)}`;
  if (suspended === false) return `恢复了${person(name)}`;
  if (typeof role === "string") return `把${person(name)}设为${roles[role] ?? role}`;
  return typeof before === "string" ? `把“${before}”改名为“${name}”` : `更改了${person(name)}`;
}

const renamed =
  (what: string) =>
  (name: string, { before }: Record<string, unknown>) =>
    typeof before === "string" ? `把${what}“${before}”改名为“${name}”` : `给${of(what, name)}改了名`;

const kept: [kind: string, unit: string][] = [
  ["conversations", "个对话"],
  ["pictures", "张图片"],
  ["feedback", "条反馈"],
  ["usage", "条用量记录"],
  ["audit", "条操作记录"],
];

function gone(counts: Record<string, unknown>): string {
  return kept
    .flatMap(([kind, unit]) => (typeof counts[kind] === "number" ? [`${counts[kind]} ${unit}`] : []))
    .join("、");
}

const sentences: Record<string, Sentence> = {
  "user.create": (name) => `添加了${person(name)}`,
  "user.update": personChange,
  "user.remove": () => "永久删除了一位成员",
  "user.export": (name) => `下载了${person(name)}的数据`,
  "user.setPassword": (name) => `给${person(name)}设置了新密码`,
  "user.changeOwnPassword": () => "修改了自己的密码",
  "user.resetPassword": () => "通过邮件链接重设了密码",
  "user.admit": (_, { by }) => `首次通过“${String(by)}”登录并加入`,
  "user.follow": (name, { role, by }) => `按“${String(by)}”把${person(name)}设为${roles[String(role)] ?? String(role)}`,
  "company.create": (name) => `添加了${company(name)}`,
  "company.invite": (name, more) => `邀请 ${addresses(more)} 管理${company(name)}`,
  "company.rename": renamed("公司"),
  "company.suspend": (name) => `停用了${company(name)}`,
  "company.resume": (name) => `恢复了${company(name)}`,
  "company.setKeeper": (name, { keeps }) =>
    keeps ? `让${person(name)}管理各家公司` : `不再让${person(name)}管理各家公司`,
  "company.remove": () => "永久删除了一家公司",
  "invitation.invite": (_, more) => `邀请了 ${addresses(more)}`,
  "invitation.resend": (_, more) => `重新邀请了 ${addresses(more)}`,
  "invitation.withdraw": (_, more) => `撤回了给 ${addresses(more)} 的邀请`,
  "invitation.accept": () => "接受邀请，加入了公司",
  "signUp.finish": () => "用公司邮箱注册并加入",
  "signUp.setDomains": (_, { domains }) =>
    Array.isArray(domains) && domains.length ? `把可自行注册的邮箱域名改为 ${domains.join("、")}` : "关闭了自行注册",
  "identityProvider.add": (name) => `添加了${of("登录服务", name)}`,
  "identityProvider.change": (name) => `更改了${of("登录服务", name)}`,
  "identityProvider.remove": (name) => `移除了${of("登录服务", name)}`,
  "apiKey.create": (name) => `创建了${of("密钥", name)}`,
  "apiKey.revoke": (name) => `撤销了${of("密钥", name)}`,
  "audit.export": () => "下载了操作记录",
  "trace.export": () => "下载了问答记录",
  "usage.export": () => "下载了用量",
  "testCase.export": (name) => `导出了${of("资料库", name)}的测试集`,
  "testCase.import": (name) => `给${of("资料库", name)}导入了测试集`,
  "testCase.remove": (_, more) => `删除了测试集里的 ${count(more, "题")}`,
  "group.create": (name) => `创建了${of("组", name)}`,
  "group.rename": renamed("组"),
  "group.setMembers": (name) => `更改了${of("组", name)}的成员`,
  "group.remove": (name) => `删除了${of("组", name)}`,
  "library.create": (name) => `创建了${of("资料库", name)}`,
  "library.rename": renamed("资料库"),
  "library.remove": (name) => `删除了${of("资料库", name)}`,
  "sharing.set": (name) => `更改了${of("资料库", name)}的共享范围`,
  "restriction.set": (_, more) => `更改了 ${count(more, "个文档")}的可见范围`,
  "document.remove": (_, more) => `删除了 ${count(more, "个文档")}`,
  "source.create": (name) => `给${of("资料库", name)}添加了文档来源`,
  "source.change": () => "更改了一个文档来源",
  "source.remove": (_, { documents }) => (documents ? "移除了一个文档来源和它带来的文档" : "移除了一个文档来源"),
  "knowledgeBase.connect": (name) => `给${of("资料库", name)}连接了托管知识库`,
  "knowledgeBase.disconnect": (name) => `断开了${of("资料库", name)}的托管知识库`,
  "feedback.inject": (name) => `把一条回答写进了${of("资料库", name)}`,
  "feedback.takeBack": () => "撤回了一条写进资料库的回答",
  "template.create": (name) => `创建了${of("提示词模板", name)}`,
  "template.change": (name) => `修改了${of("提示词模板", name)}`,
  "template.rollBack": (name, { number }) => `把${of("提示词模板", name)}恢复到第 ${String(number)} 版`,
  "template.remove": (name) => `删除了${of("提示词模板", name)}`,
  "template.restore": (name) => `找回了${of("提示词模板", name)}`,
  "template.makeDefault": (name) => (name ? `把提示词模板“${name}”设为默认` : "恢复使用自带的提示词"),
  "model.add": (name) => `添加了${of("模型", name)}`,
  "model.change": (name) => `更改了${of("模型", name)}`,
  "model.remove": (name) => `移除了${of("模型", name)}`,
  "model.use": (name) => (name ? `选用了模型“${name}”` : "停用了一个模型"),
  "model.local.fetch": () => "下载了一个本地模型",
  "setting.change": (name, { to }) => {
    if (to === null) return `把设置“${name}”恢复为默认`;
    return typeof to === "string" || typeof to === "number" ? `把设置“${name}”改为“${to}”` : `更改了设置“${name}”`;
  },
  "setting.removeLogo": () => "移除了公司标志",
  "retention.apply": (_, counts) => `按保留期限删除了${gone(counts)}`,
  "calibration.store": () => "保存了新的拒答门槛",
  "calibration.reset": () => "把拒答门槛恢复为默认",
  "generation.takeIntoUse": () => "启用了新索引",
  "company.backup": () => "备份了整个系统",
  "company.restore": (_name, { createdAt }) =>
    `把整个系统恢复到 ${typeof createdAt === "string" ? createdAt.slice(0, 16).replace("T", " ") : "以前某天"}（UTC）的备份`,
  "generation.cancel": () => "取消了索引重建",
  "intent.create": (name) => `创建了${of("意图", name)}`,
  "intent.update": (name) => `更改了${of("意图", name)}`,
  "intent.remove": (name) => `删除了${of("意图", name)}`,
  "example.import": () => "导入了意图例句",
  "synonym.add": () => "添加了同义词",
  "synonym.change": () => "更改了一组同义词",
  "synonym.remove": (_, more) => `删除了 ${count(more, "组同义词")}`,
  "synonym.import": () => "导入了同义词",
  "stopWord.add": () => "添加了停用词",
  "stopWord.change": () => "更改了停用词",
  "stopWord.remove": () => "删除了停用词",
  "budget.add": () => "添加了一项预算",
  "budget.change": () => "更改了一项预算",
  "budget.remove": () => "删除了一项预算",
  "migration.take": (_, { dry }) => `${dry === true ? "试着导入" : "导入了"}旧系统的数据`,
  "migration.takeExamples": (_, { dry }) => `${dry === true ? "试着导入" : "导入了"}旧系统的例句`,
  "category.create": (name) => `创建了${of("分类", name)}`,
  "category.rename": renamed("分类"),
  "category.remove": (name) => `删除了${of("分类", name)}`,
};

export const auditZh = {
  sentences,
  kinds: {
    company: "公司",
    trace: "问答记录",
    usage: "用量",
    testCase: "测试集",
    feedback: "反馈",
    synonym: "同义词",
    stopWord: "停用词",
    example: "意图例句",
    migration: "迁移",
  } as Record<string, string>,
};
export type AuditTexts = typeof auditZh;
