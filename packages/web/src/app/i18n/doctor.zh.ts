export const doctorZh = {
  title: "检查",
  lead: "逐项检查运行所需的一切：数据库、索引、模型、队列、文件、时钟和磁盘。每个模型会试用一次，费用很少。",
  start: "立即检查",
  again: "再检查一次",
  running: "正在检查，最多 20 秒。",
  allFine: (count: string) => `${count} 项全部正常。`,
  someWarn: (count: string) => `${count} 项需要留意，其余正常。`,
  someFail: (count: string) => `${count} 项需要修复。`,
  verdicts: { ok: "正常", warn: "需要留意", fail: "需要修复" },
  fine: (count: string) => `正常的 ${count} 项`,
  outside: "通往 Docent 的路径，例如中间的代理和实时连接，请用命令行检查：",
};
export type DoctorTexts = typeof doctorZh;
