export const signInZh = {
  title: "登录",
  lead: "从你们自己的文档里找到答案。",
  action: "登录",
  refusals: {
    wrong: "邮箱或密码不正确。",
    throttled: "尝试次数太多，请过一分钟再试。",
    suspended: "这个账号暂时不能登录，请联系管理员。",
    unavailable: "服务暂时没有响应，请稍后再试。",
  },
};

export const setUpZh = {
  title: "开始使用",
  lead: "建立第一个管理员账号。其他人可以稍后在设置里添加。",
  code: "启动码",
  codeHelp: "Docent 第一次启动时，会在终端里打印带启动码的链接。",
  company: "公司或团队名称",
  companyNeeded: "请填写名称。",
  action: "建立并登录",
};

export const peopleZh = {
  title: "成员",
  lead: "谁可以登录，以及可以做什么。",
  add: "添加成员",
  added: (name: string) => `已添加 ${name}`,
  name: "姓名",
  nameNeeded: "请填写姓名。",
  email: "邮箱",
  emailNeeded: "请填写正确的邮箱地址。",
  password: "密码",
  passwordNeeded: "请填写密码。",
  passwordRule: (least: number) => `至少 ${least} 个字符。`,
  firstPassword: "初始密码",
  role: "角色",
  roleHelp: "成员可以提问；编辑还可以管理资料库；管理员还可以管理成员和模型。",
  roleOf: (name: string) => `${name} 的角色`,
  active: "可登录",
  suspended: "已停用",
  activeOf: (name: string) => `${name} 可以登录`,
  newPasswordFor: (name: string) => `为 ${name} 设置新密码`,
  newPasswordLead: "保存后，此人在所有设备上都会退出登录，需要用新密码重新登录。",
};

export const settingsZh = {
  title: "设置",
  sections: { account: "我的账号", model: "模型", people: "成员" },
  ownPassword: "修改密码",
  currentPassword: "当前密码",
  newPassword: "新密码",
  passwordAgain: "再输入一次新密码",
  passwordsDiffer: "两次输入的密码不一样。",
  changePassword: "修改密码",
  passwordChanged: "密码已修改",
};
