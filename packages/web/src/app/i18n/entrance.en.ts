import type { peopleZh, setUpZh, settingsZh, signInZh } from "./entrance.zh.ts";

export const signInEn = {
  title: "Sign in",
  lead: "Answers from your own documents.",
  action: "Sign in",
  refusals: {
    wrong: "The e-mail address or the password is not right.",
    throttled: "Too many attempts. Wait a minute and try again.",
    suspended: "This account cannot sign in at the moment. Ask an administrator.",
    unavailable: "The service does not answer. Try again in a moment.",
  },
} satisfies typeof signInZh;

export const setUpEn = {
  title: "Set up Docent",
  lead: "Create the first administrator. You can add other people later in the settings.",
  code: "Set-up code",
  codeHelp: "Docent printed a link with the code when it started for the first time.",
  company: "Company or team",
  companyNeeded: "Enter a name.",
  action: "Create and sign in",
} satisfies typeof setUpZh;

export const peopleEn = {
  title: "People",
  lead: "Who may sign in, and what they may do.",
  add: "Add a person",
  added: (name) => `${name} was added`,
  name: "Name",
  nameNeeded: "Enter a name.",
  email: "E-mail",
  emailNeeded: "Enter an e-mail address.",
  password: "Password",
  passwordNeeded: "Enter the password.",
  passwordRule: (least) => `At least ${least} characters.`,
  firstPassword: "First password",
  role: "Role",
  roleHelp: "Members ask. Editors also keep the libraries. Administrators also manage people and the model.",
  roleOf: (name) => `Role of ${name}`,
  active: "Active",
  suspended: "Suspended",
  activeOf: (name) => `${name} may sign in`,
  newPasswordFor: (name) => `New password for ${name}`,
  newPasswordLead: "This person is signed out everywhere and signs in again with the new password.",
} satisfies typeof peopleZh;

export const settingsEn = {
  title: "Settings",
  sections: { account: "My account", model: "Model", people: "People" },
  ownPassword: "Password",
  currentPassword: "Current password",
  newPassword: "New password",
  passwordAgain: "New password again",
  passwordsDiffer: "The two passwords differ.",
  changePassword: "Change password",
  passwordChanged: "The password was changed",
} satisfies typeof settingsZh;
