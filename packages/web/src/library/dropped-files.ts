import type { NamedFile } from "./upload-queue.ts";

/** All files of a drop, those in folders with the folders in their name. */
export async function droppedFiles(data: DataTransfer): Promise<NamedFile[]> {
  // entries are gone after the event, so they are taken before anything is awaited
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = await Promise.all(entries.map(filesIn));
  return files.flat().filter(isWanted);
}

/** The files of an input; those of a chosen folder with the folder in their name. */
export function chosenFiles(list: FileList | null): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ name: file.webkitRelativePath || file.name, file })).filter(isWanted);
}

async function filesIn(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ""), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const files: NamedFile[] = [];
  for (;;) {
    // a reader gives a hundred at a time, and none at the end
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) return files;
    for (const inner of batch) files.push(...(await filesIn(inner)));
  }
}

/** Not what file managers leave behind in every folder. */
function isWanted({ name }: NamedFile): boolean {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return !base.startsWith(".") && !base.startsWith("~$") && base !== "Thumbs.db" && base !== "desktop.ini";
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
