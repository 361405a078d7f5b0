import type { picturesZh, pictureProblemsZh } from "./pictures.zh.ts";

const pages = (count: number) => (count === 1 ? "1 page" : `${count} pages`);
const pictures = (count: number) => (count === 1 ? "1 picture" : `${count} pictures`);

export const picturesEn = {
  attach: "Attach pictures",
  attached: "Pictures to ask about",
  drop: "Let go to attach the picture",
  remove: (name) => `Remove “${name}”`,
  retry: (name) => `Upload “${name}” again`,
  preparing: "Preparing",
  sending: (share) => `${share} uploaded`,
  ready: "Ready",
  whatIsThis: "What is in this picture, and what do the documents say about it?",
  tooMany: (most) => `A question takes up to ${pictures(most)}. The others were not attached.`,
  notAPicture: (name) => `“${name}” is not a picture and was not attached. Documents are added to a library.`,
  noModel:
    "No model is connected that could look at pictures. Remove them and ask in words, or ask an administrator to connect a model that sees.",
  noModelChoose: "No model is connected that could look at pictures. Choose a model that sees, or remove the pictures:",
  blind: (model) =>
    `${model} cannot see pictures, so this cannot be sent yet. Remove the pictures and ask in words, or ask an administrator to add a model that sees.`,
  blindChoose: (model) =>
    `${model} cannot see pictures, so this cannot be sent yet. Choose a model that sees, or remove the pictures:`,
  choose: (model) => `Ask ${model}`,
  shown: "Pictures shown with the question",
  enlarge: (n) => `Enlarge picture ${n}`,
  picture: (n) => `Picture ${n}`,
  askedWith: (count) => `Asked with ${pictures(count)}, for its asker alone to see.`,
  understood: "Understood from the pictures as:",
  fromPictures: "This was read off the picture. The documents say nothing about it.",
  draw: "Draw a picture",
  command: "/image",
  drawPlaceholder: "Describe the picture",
  drawHint: (model) => `${model} draws it. Options can follow the description:`,
  drawing: "Drawing",
  drawn: "Pictures drawn",
  download: (n) => `Download picture ${n}`,
  fileName: "picture",
  unsent: (options) => `This model does not have these options, so they were not sent: ${options}.`,
  pdfTitle: (name) => `Which pages of “${name}” should the model see?`,
  pdfLead: (count, most) => `It has ${pages(count)}. Each becomes a picture; there is room for ${most} more.`,
  pdfFirst: "From page",
  pdfLast: "To page",
  pdfAdd: (count) => `Attach ${pages(count)}`,
  pdfReading: "Opening the file",
  pdfDrawing: (n, of) => `Making a picture of page ${n} of ${of}`,
  pdfLibrary: "Will it be asked about again?",
  pdfLibraryLink: "Add it to a library",
  pdfRange: (most) => `Choose up to ${pages(most)}.`,
} satisfies typeof picturesZh;

export const pictureProblemsEn = {
  "picture.empty": "The picture is empty. Choose it again.",
  "picture.too_large": "The picture is larger than 3.75 MB. Make it smaller, or save it as JPEG.",
  "picture.type_unknown": "Only PNG, JPEG and WebP pictures are read. Save the picture as one of them.",
  "picture.damaged": "The picture is damaged. Save it anew, or make a screenshot of it.",
  "picture.too_many_pixels":
    "The picture has too many pixels: up to 8,000 a side and 40 million in all are read. Make it smaller.",
  "picture.too_many_waiting":
    "Too many pictures wait for their question already. Ask about some, or remove them; after a day they go by themselves.",
  "picture.not_found": "The picture is not there any more. Attach it again.",
  "picture.no_model":
    "No model is connected that could look at the picture. Remove it and ask in words, or ask an administrator to connect a model that sees.",
  "drawing.text_missing": "Say what the picture should show, for example: /image a red fox in the snow.",
  "drawing.option_unknown":
    "One of the options is not known. These are: --width, --height, --steps, --cfg_scale, --negative_prompt, --seed and --batch_size.",
  "drawing.option_invalid":
    "One of the options has a value that does not fit. --width and --height take whole numbers from 64 to 4096, --steps 1 to 150, --cfg_scale 0 to 30, --batch_size 1 to 4, --seed a whole number, --negative_prompt words.",
  "drawing.no_model": "No model is connected that draws pictures. An administrator can choose one in the settings.",
  "image_model.no_credit":
    "The account at the image model's provider has no credit left. An administrator can top it up or choose another model.",
  "picture.heic":
    "This browser cannot open HEIC photos. Set the camera's format to “Most compatible”, or save the photo as JPEG.",
  "picture.undecodable": "This browser cannot open the picture. Save it as PNG or JPEG, or make a screenshot of it.",
  "picture.pdf_locked": "This PDF has a password. Take the password off first.",
  "picture.pdf_damaged": "This PDF cannot be opened. Export it anew, or make a screenshot.",
} satisfies typeof pictureProblemsZh;
