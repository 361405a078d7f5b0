import { peopleZh, setUpZh, settingsZh, signInZh } from "./entrance.zh.ts";
import { documentZh } from "./document.zh.ts";
import { libraryZh } from "./library.zh.ts";
import { askZh, degradedZh, startZh } from "./ask.zh.ts";
import { accountProblemsZh, accountsZh } from "./accounts.zh.ts";
import { auditZh } from "./audit.zh.ts";
import { companiesZh, companiesProblemsZh } from "./companies.zh.ts";
import { companyProblemsZh, companyZh } from "./company.zh.ts";
import { chunkProblemsZh, chunksZh } from "./chunks.zh.ts";
import { importProblemsZh, importsZh } from "./imports.zh.ts";
import { intentProblemsZh, intentsZh } from "./intents.zh.ts";
import { feedbackZh, feedbackProblemsZh } from "./feedback.zh.ts";
import { chartZh } from "./chart.zh.ts";
import { doctorZh } from "./doctor.zh.ts";
import { healthZh } from "./health.zh.ts";
import { failureProblemsZh, synonymProblemsZh } from "./failures.zh.ts";
import { managedZh } from "./managed.zh.ts";
import { modelProblemsZh, modelsZh } from "./models.zh.ts";
import { dialsZh } from "./dials.zh.ts";
import { categoriesZh, categoryProblemsZh } from "./categories.zh.ts";
import { pictureProblemsZh, picturesZh } from "./pictures.zh.ts";
import { sharingProblemsZh, sharingZh } from "./sharing.zh.ts";
import { sourceProblemsZh, sourcesZh } from "./sources.zh.ts";
import { studioZh } from "./studio.zh.ts";
import { testSetProblemsZh, testSetsZh } from "./test-sets.zh.ts";
import { templateProblemsZh, templatesZh } from "./templates.zh.ts";
import { tracesZh } from "./traces.zh.ts";
import { traceZh } from "./trace.zh.ts";
import { usageProblemsZh, usageZh } from "./usage.zh.ts";
import { writtenProblemsZh, writtenZh } from "./written.zh.ts";
import { wordsZh } from "./words.zh.ts";

/** Every text of the console. This one is the type; the others satisfy it. */
export const zh = {
  languages: { zh: "中文", en: "English" },
  appearances: { auto: "跟随系统", light: "浅色", dark: "深色" },
  roles: { member: "成员", editor: "编辑", admin: "管理员" },
  common: {
    retry: "重试",
    failed: "没有成功",
    unknownProblem: "出了点问题，请重试；如果一直这样，请联系管理员。",
    /** With what the server said, which is English. */
    toldProblem: (ours: string, said: string) => `${ours}（${said}）`,
    missing: "没有这个页面",
    toStart: "回到提问",
    copy: "复制",
    copied: "已复制",
    copyFailed: "浏览器不允许复制，请手动选中文字。",
    delete: "删除",
    save: "保存",
    send: "提交",
    close: "关闭",
    back: "返回",
    undo: "撤销",
    importFailed: "没有导入。请改好下面这些行，再导入一次。",
    atLine: (line: string, problem: string) => `第 ${line} 行：${problem}`,
    moreLines: (count: string) => `还有 ${count} 行。`,
  },
  nav: { label: "主导航", skip: "跳到正文", ask: "提问", library: "资料库", tune: "调优", settings: "设置" },
  me: { menu: (name: string) => `${name} 的菜单`, language: "语言", appearance: "外观", signOut: "退出登录" },
  signIn: signInZh,
  setUp: setUpZh,
  people: peopleZh,
  accounts: accountsZh,
  companies: companiesZh,
  audit: auditZh,
  settings: settingsZh,
  start: startZh,
  ask: askZh,
  degraded: degradedZh,
  library: libraryZh,
  tune: {
    label: "调优",
    sections: {
      search: "检索测试",
      refusal: "拒答",
      words: "词语",
      intents: "意图",
      templates: "模板",
      traces: "问答记录",
      tests: "测试集",
      feedback: "反馈",
      unanswered: "待答问题",
    },
  },
  trace: traceZh,
  traces: tracesZh,
  usage: usageZh,
  health: healthZh,
  doctor: doctorZh,
  chart: chartZh,
  models: modelsZh,
  templates: templatesZh,
  testSets: testSetsZh,
  feedback: feedbackZh,
  studio: studioZh,
  categories: categoriesZh,
  pictures: picturesZh,
  dials: dialsZh,
  sharing: sharingZh,
  sources: sourcesZh,
  managed: managedZh,
  imports: importsZh,
  written: writtenZh,
  chunks: chunksZh,
  words: wordsZh,
  intents: intentsZh,
  company: companyZh,
  document: documentZh,
  /** Why a file could not be read, by code. English is what the desk itself says, with more detail. */
  fileProblems: {
    "file.unsupported":
      "不支持这种文件。可以添加 Markdown、TXT、PDF、Word、PowerPoint、HTML、CSV、Excel、JSON、FAQ 和图片。",
    "file.mislabelled": "文件内容与扩展名不符。请改正扩展名，或重新导出后再添加。",
    "file.unreadable": "文件已损坏或没有下载完整。请重新获取后再添加。",
    "file.too_large": "文件太大。请拆分后再添加。",
    "file.too_large_to_read": "文件内容太多，超出可以读取的范围。请拆分后再添加。",
    "file.too_slow": "读取时间太长，已经停下。请拆分后再添加。",
    "file.empty": "文件里没有内容。请检查是否保存过，再重新添加。",
    "file.no_text": "图片里没有识别到文字。如果有文字，请扫描或拍摄得更大、更清楚，再重新添加。",
    "file.ocr_missing":
      "这台机器不能识别图片里的文字：缺少 onnxruntime-node。请管理员重新运行 npm ci，或添加带文字的文件。",
    "file.encrypted": "文件有密码保护。请去掉密码后再添加。",
    "file.incomplete_answer": "有的行缺少问题或答案。请补全或删去这些行，再重新添加。",
    "file.examples_refused": "有的行读不懂，没有加入意图；其余例句已经加入。请改好这些行，再重新添加。",
    "file.prompt_template": "这是提示词模板，不是知识。请打开它，把文字复制到需要的地方。",
    "file.not_found": "原文件已经不在了，请重新添加。",
    "file.gave_up": "读取这个文件时多次出错，已经停下。请重新导出后再添加。",
    "ingest.broke_off": "处理中断了，请重试；如果一直这样，请联系管理员。",
  } as Record<string, string>,
  /** By the code that the desk gives. What is not here is shown in the desk's own words. */
  problems: {
    ...accountProblemsZh,
    ...companiesProblemsZh,
    ...companyProblemsZh,
    "connection.lost": "连不上服务。请检查网络，然后重试。",
    INTERNAL_SERVER_ERROR: "服务出了问题，请重试；如果一直这样，请联系管理员。",
    "actor.user_required": "登录已过期，请重新登录。",
    "actor.role_required": "没有权限做这件事，请联系管理员。",
    "conversation.not_found": "这个对话已经不存在了，请开始新的对话。",
    "run.not_found": "这个答案已经不存在了，请刷新页面。",
    "trace.none": "这个答案是在使用本系统之前给出的，没有留下它是怎么得来的记录。",
    "run.not_retryable": "这个答案还在撰写，或已经重新回答过，请刷新页面。",
    "run.question_empty": "请先输入问题。",
    "run.question_too_long": "问题太长。请缩短，或把长文本作为文档添加后再提问。",
    "run.interrupted": "回答途中服务重新启动了，请重新提问。",
    "run.failed": "回答途中出了问题，请重新提问；如果一直这样，请联系管理员。",
    "label.question_empty": "请先输入问题。",
    "label.no_model": "要有模型才能写问题。管理员可以在“设置 → 模型”里连接一个。",
    "calibration.no_labels": "还没有标注的问题。先添加一些，再测量。",
    "calibration.failed": "测量时出了问题。请重新测量；如果一直这样，请联系管理员。",
    "calibration.none": "标注的问题还没有测量过。请先测量。",
    "cut.disordered": "直接回答的门槛不能低于拒答的门槛。",
    "document.not_found": "这个文档已经不存在了，请刷新列表。",
    "library.not_found": "这个资料库已经不存在了，请刷新列表。",
    "library.name_taken": "已经有同名的资料库，请换一个名称。",
    "library.not_empty": "资料库里还有文档。请先删除文档，再删除资料库。",
    "file.too_large": "文件超过 200 MB。请拆分，或只添加会被问到的部分。",
    "file.empty_name": "文件没有名称，请命名后再添加。",
    "synonym.not_found": "这组词已经不存在了，请刷新列表。",
    "synonym.full": "最多 5,000 组同义词。请先删除没人用的。",
    "synonym.taken": "有一个词已经在另一组里。请改那一组，或去掉这个词。",
    "stop_word.long": "一个停用词最多 80 个字符，请缩短。",
    "stop_word.unreadable": "停用词里要有文字或数字，请去掉没有的。",
    "stop_word.full": "最多 2,000 个停用词。请先删除没人用的。",
    "user.email_taken": "这个邮箱已经有人使用。",
    "user.not_found": "这个成员已经不存在了，请刷新列表。",
    "user.own_rights": "不能取消自己的管理员权限，请让另一位管理员操作。",
    "user.wrong_password": "当前密码不正确。",
    "user.already_set_up": "已经有管理员了，请直接登录。",
    "setup.wrong_code": "启动码不正确。请使用 Docent 启动时打印的链接。",
    ...chunkProblemsZh,
    ...intentProblemsZh,
    ...modelProblemsZh,
    ...usageProblemsZh,
    ...templateProblemsZh,
    ...testSetProblemsZh,
    ...feedbackProblemsZh,
    ...failureProblemsZh,
    ...synonymProblemsZh,
    ...categoryProblemsZh,
    ...pictureProblemsZh,
    ...importProblemsZh,
    ...sharingProblemsZh,
    ...sourceProblemsZh,
    ...writtenProblemsZh,
    "model.url_invalid": "地址应形如 https://api.example.com/v1，不含用户名、密码和参数。",
    "model.unauthorized": "模型服务不接受这个密钥。请管理员在设置里更正。",
    "model.no_credit": "模型服务的余额不足。请管理员充值或更换模型。",
    "model.not_found": "模型服务没有这个模型。请管理员在设置里更正名称。",
    "model.busy": "模型正忙，请稍后重新提问。",
    "model.unavailable": "模型服务暂时不可用，请稍后重新提问。",
    "model.unreachable": "连不上模型服务。请管理员检查地址，以及服务是否在运行。",
    "model.broken_off": "模型中途断开了，答案不完整。请重新提问。",
    "model.silent": "模型太久没有回应。请重新提问，或更换模型。",
    "model.garbled": "模型的回应无法读懂。请管理员检查接口地址。",
    "model.empty": "模型什么也没有回答。请重新提问，或更换模型。",
    "model.filtered": "模型服务拒绝回答这个问题。请换一种说法。",
  },
};

export type Texts = typeof zh;
