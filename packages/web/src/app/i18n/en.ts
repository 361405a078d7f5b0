import { peopleEn, setUpEn, settingsEn, signInEn } from "./entrance.en.ts";
import { documentEn } from "./document.en.ts";
import { libraryEn } from "./library.en.ts";
import { askEn, degradedEn, startEn } from "./ask.en.ts";
import { accountProblemsEn, accountsEn } from "./accounts.en.ts";
import { auditEn } from "./audit.en.ts";
import { companiesEn, companiesProblemsEn } from "./companies.en.ts";
import { companyEn, companyProblemsEn } from "./company.en.ts";
import { chunksEn } from "./chunks.en.ts";
import { importProblemsEn, importsEn } from "./imports.en.ts";
import { intentProblemsEn, intentsEn } from "./intents.en.ts";
import { feedbackEn, feedbackProblemsEn } from "./feedback.en.ts";
import { chartEn } from "./chart.en.ts";
import { doctorEn } from "./doctor.en.ts";
import { healthEn } from "./health.en.ts";
import { failureProblemsEn } from "./failures.en.ts";
import { managedEn } from "./managed.en.ts";
import { modelProblemsEn, modelsEn } from "./models.en.ts";
import { dialsEn } from "./dials.en.ts";
import { categoriesEn, categoryProblemsEn } from "./categories.en.ts";
import { pictureProblemsEn, picturesEn } from "./pictures.en.ts";
import { sharingEn } from "./sharing.en.ts";
import { sourcesEn } from "./sources.en.ts";
import { studioEn } from "./studio.en.ts";
import { testSetProblemsEn, testSetsEn } from "./test-sets.en.ts";
import { templateProblemsEn, templatesEn } from "./templates.en.ts";
import { tracesEn } from "./traces.en.ts";
import { traceEn } from "./trace.en.ts";
import { usageProblemsEn, usageEn } from "./usage.en.ts";
import { writtenEn, writtenProblemsEn } from "./written.en.ts";
import { wordsEn } from "./words.en.ts";
import type { Texts } from "./zh.ts";

export const en = {
  languages: { zh: "中文", en: "English" },
  appearances: { auto: "System", light: "Light", dark: "Dark" },
  roles: { member: "Member", editor: "Editor", admin: "Administrator" },
  common: {
    retry: "Try again",
    failed: "That did not work",
    unknownProblem: "Something went wrong. Try again; if it stays, tell an administrator.",
    toldProblem: (_ours, said) => said,
    missing: "There is no such page",
    toStart: "Go to the start",
    copy: "Copy",
    copied: "Copied",
    copyFailed: "The browser does not allow copying. Select the text instead.",
    delete: "Delete",
    save: "Save",
    send: "Send",
    close: "Close",
    back: "Back",
    undo: "Undo",
    importFailed: "Nothing was imported. Mend these lines and import the file again.",
    atLine: (line, problem) => `Line ${line}: ${problem}`,
    moreLines: (count) => `And ${count} more.`,
  },
  nav: { label: "Main", skip: "Skip to content", ask: "Ask", library: "Library", tune: "Tune", settings: "Settings" },
  me: { menu: (name) => `Menu of ${name}`, language: "Language", appearance: "Appearance", signOut: "Sign out" },
  signIn: signInEn,
  setUp: setUpEn,
  people: peopleEn,
  accounts: accountsEn,
  companies: companiesEn,
  audit: auditEn,
  settings: settingsEn,
  start: startEn,
  ask: askEn,
  degraded: degradedEn,
  library: libraryEn,
  tune: {
    label: "Tuning",
    sections: {
      search: "Search test",
      refusal: "Refusal",
      words: "Words",
      intents: "Intents",
      templates: "Templates",
      traces: "Questions asked",
      tests: "Test sets",
      feedback: "Feedback",
      unanswered: "Unanswered",
    },
  },
  trace: traceEn,
  traces: tracesEn,
  usage: usageEn,
  health: healthEn,
  doctor: doctorEn,
  chart: chartEn,
  models: modelsEn,
  templates: templatesEn,
  testSets: testSetsEn,
  feedback: feedbackEn,
  studio: studioEn,
  categories: categoriesEn,
  pictures: picturesEn,
  dials: dialsEn,
  sharing: sharingEn,
  sources: sourcesEn,
  managed: managedEn,
  imports: importsEn,
  written: writtenEn,
  chunks: chunksEn,
  words: wordsEn,
  intents: intentsEn,
  company: companyEn,
  document: documentEn,
  fileProblems: {},
  problems: {
    ...accountProblemsEn,
    ...companiesProblemsEn,
    ...companyProblemsEn,
    "connection.lost": "Docent cannot be reached. Check your connection and try again.",
    INTERNAL_SERVER_ERROR: "Something went wrong on our side. Try again; if it stays, tell an administrator.",
    "actor.user_required": "Your session has ended. Sign in again.",
    "actor.role_required": "You may not do this. Ask an administrator.",
    "conversation.not_found": "That conversation does not exist any more. Start a new one.",
    "run.not_found": "That answer does not exist any more. Reload the page.",
    "trace.none": "Nothing is kept of how this answer came about: it was given before this desk was there.",
    "run.not_retryable": "That answer is still being written, or was tried again already. Reload the page.",
    "run.question_empty": "Type a question first.",
    "run.question_too_long": "The question is too long. Shorten it, or add the text as a document and ask about it.",
    "run.interrupted": "Docent was restarted while answering. Ask again.",
    "run.failed": "Something went wrong while answering. Ask again; if it stays, tell an administrator.",
    "label.question_empty": "Type a question first.",
    "label.no_model": "Writing questions needs a model. An administrator can connect one under Settings → Model.",
    "calibration.no_labels": "There are no labelled questions yet. Add some, then measure.",
    "calibration.failed": "Something went wrong while measuring. Measure again; if it stays, tell an administrator.",
    "calibration.none": "The labelled questions were not measured yet. Measure first.",
    "cut.disordered": "The cut for plain answers cannot lie below the one for refusing.",
    "document.not_found": "That document does not exist any more. Reload the list.",
    "library.not_found": "That library does not exist any more. Reload the list.",
    "library.name_taken": "There is a library of that name already. Choose another name.",
    "library.not_empty": "It still holds documents. Delete them first, then the library.",
    "file.too_large": "Larger than 200 MB. Split it, or add only the part that people ask about.",
    "file.empty_name": "This file has no name. Give it one and add it again.",
    "synonym.not_found": "That group does not exist any more. Reload the list.",
    "synonym.full": "There may be 5,000 groups. Delete some that nobody asks about first.",
    "synonym.taken": "A word stands in another group already. Change that group, or leave the word out.",
    "stop_word.long": "A stop word may have 80 characters. Shorten it.",
    "stop_word.unreadable": "A stop word needs letters or digits. Leave out what has none.",
    "stop_word.full": "There may be 2,000 stop words. Delete some first.",
    "user.email_taken": "This e-mail address is in use already.",
    "user.not_found": "That person does not exist any more. Reload the list.",
    "user.own_rights": "You cannot take the administrator's rights from yourself. Ask another administrator.",
    "user.wrong_password": "The current password is not right.",
    "user.already_set_up": "There is an administrator already. Sign in instead.",
    "setup.wrong_code": "The set-up code is not right. Use the link that Docent printed when it started.",
    ...categoryProblemsEn,
    ...pictureProblemsEn,
    ...importProblemsEn,
    ...writtenProblemsEn,
    ...intentProblemsEn,
    ...modelProblemsEn,
    ...usageProblemsEn,
    ...templateProblemsEn,
    ...testSetProblemsEn,
    ...feedbackProblemsEn,
    ...failureProblemsEn,
    "model.url_invalid":
      "The address must look like https://api.example.com/v1, without user name, password or parameters.",
    "model.unauthorized": "The model server does not accept the key. An administrator can correct it in the settings.",
    "model.no_credit":
      "The account at the model server has no credit left. An administrator can top it up or choose another model.",
    "model.not_found":
      "The model server does not have this model. An administrator can correct the name in the settings.",
    "model.busy": "The model is busy. Ask again in a moment.",
    "model.unavailable": "The model server is not available. Ask again in a moment.",
    "model.unreachable":
      "The model server cannot be reached. An administrator can check the address, and whether it is running.",
    "model.broken_off": "The model broke off, so the answer is incomplete. Ask again.",
    "model.silent": "The model did not answer in time. Ask again, or choose another model.",
    "model.garbled": "What the model server said cannot be read. An administrator can check its address.",
    "model.empty": "The model answered with nothing. Ask again, or choose another model.",
    "model.filtered": "The model server refused to answer this. Put it in other words.",
  },
} satisfies Texts;
