import type { Letter } from "./mailer.ts";

export type Language = "zh" | "en";

interface Wording {
  subject: string;
  /** One paragraph each. */
  before: string[];
  /** The words of the button over the link. */
  action?: string;
  after: string[];
}

/** What a letter is about, with what stands in it. */
export type Occasion =
  | { type: "invitation"; company: string; link: string; days: number }
  | { type: "password-reset"; link: string; minutes: number }
  | { type: "password-set" }
  | { type: "sign-up"; company: string; code: string; minutes: number };

/** The letter for an occasion. Names are put in as they are: nobody's name becomes markup or a line of the header. */
export function letter(to: string, language: Language, occasion: Occasion): Letter {
  const { subject, before, action, after } = wordings[language](occasion);
  const link = "link" in occasion ? occasion.link : undefined;
  const closing = { zh: "这封邮件由 Docent 自动发出。", en: "Docent sent this letter by itself." }[language];
  return {
    to,
    subject: oneLine(subject),
    text: [...before, ...(link ? [link] : []), ...after, `-- \n${closing}`].join("\n\n"),
    html: page(language, [
      ...before.map(paragraph),
      ...(link ? [button(link, action ?? link), paragraph(link)] : []),
      ...after.map(paragraph),
      `<p style="color:#667085;font-size:13px">${escaped(closing)}</p>`,
    ]),
  };
}

const wordings: Record<Language, (occasion: Occasion) => Wording> = {
  zh: (occasion) => {
    switch (occasion.type) {
      case "invitation":
        return {
          subject: `邀请您使用 ${occasion.company} 的 Docent`,
          before: [`您好！${occasion.company} 邀请您使用 Docent。打开下面的链接，填写姓名和密码，就可以开始提问。`],
          action: "接受邀请",
          after: [
            `链接 ${occasion.days} 天内有效，只能使用一次。`,
            "如果您不知道这是怎么回事，不用理会这封邮件，不会创建任何账号。",
          ],
        };
      case "password-reset":
        return {
          subject: "重设 Docent 密码",
          before: ["有人（应该是您本人）申请重设 Docent 密码。打开下面的链接，就可以设置新密码。"],
          action: "设置新密码",
          after: [
            `链接 ${occasion.minutes} 分钟内有效，只能使用一次。`,
            "如果不是您申请的，不用理会这封邮件，密码不会改变。",
          ],
        };
      case "password-set":
        return {
          subject: "Docent 密码已更改",
          before: ["您的 Docent 密码刚刚更改，所有设备上的登录都已退出。"],
          after: ["如果不是您本人操作的，请立即联系管理员。"],
        };
      case "sign-up":
        return {
          subject: `${occasion.code} 是您的 Docent 验证码`,
          before: [`您正在注册 ${occasion.company} 的 Docent，验证码是：`, occasion.code],
          after: [`验证码 ${occasion.minutes} 分钟内有效。如果不是您申请的，不用理会这封邮件。`],
        };
    }
  },
  en: (occasion) => {
    switch (occasion.type) {
      case "invitation":
        return {
          subject: `${occasion.company} invites you to Docent`,
          before: [
            `${occasion.company} invites you to Docent. Open this link, enter your name and a password, and begin to ask.`,
          ],
          action: "Accept the invitation",
          after: [
            `The link works once, within ${occasion.days} days.`,
            "If you do not know what this is about, leave it be: no account is made.",
          ],
        };
      case "password-reset":
        return {
          subject: "Set a new password for Docent",
          before: ["Somebody, probably you, asked for a new password for Docent. Open this link to set one."],
          action: "Set a new password",
          after: [
            `The link works once, within ${occasion.minutes} minutes.`,
            "If you did not ask for it, leave it be: your password stays as it is.",
          ],
        };
      case "password-set":
        return {
          subject: "Your password for Docent was changed",
          before: ["Your password for Docent was changed just now, and you were signed out everywhere."],
          after: ["If that was not you, tell an administrator at once."],
        };
      case "sign-up":
        return {
          subject: `${occasion.code} is your code for Docent`,
          before: [`You are signing up for Docent at ${occasion.company}. Your code is:`, occasion.code],
          after: [`It works within ${occasion.minutes} minutes. If you did not ask for it, leave it be.`],
        };
    }
  },
};

function page(language: Language, parts: string[]): string {
  const style = "font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f2328;max-width:560px";
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><body><div style="${style}">${parts.join("")}</div></body></html>`;
}

function paragraph(text: string): string {
  return `<p style="overflow-wrap:anywhere">${escaped(text)}</p>`;
}

function button(link: string, text: string): string {
  const style =
    "display:inline-block;background:#2457d6;color:#ffffff;padding:10px 20px;border-radius:8px;text-decoration:none";
  return `<p><a href="${escaped(link)}" style="${style}">${escaped(text)}</a></p>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
