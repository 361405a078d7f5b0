import { PublicError } from "../error.ts";

const block = 512;
/** The most that eleven octal digits say; above it the size is written in binary. */
const octalMax = 8 ** 11 - 1;

export interface Entry {
  name: string;
  bytes: number;
  /** To be read to its end before the next entry is asked for. */
  content: AsyncIterable<Uint8Array>;
}

/** A tar archive of these entries, as it goes along. Throws when an entry is not as long as it was said to be. */
export async function* write(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes, content } of entries) {
    yield header(name, bytes);
    let left = bytes;
    for await (const part of content) {
      left -= part.length;
      yield part;
    }
    if (left !== 0) throw new Error(`${name} is not as long as it was when it was begun`);
    if (bytes % block) yield Buffer.alloc(block - (bytes % block));
  }
  yield Buffer.alloc(2 * block);
}

/** What a tar archive holds, in its order. Throws `backup.damaged` where it breaks off. */
export async function* read(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const bytes = reader(archive);
  for (;;) {
    const head = await bytes.exactly(block);
    if (head.every((byte) => byte === 0)) return;
    const { name, size } = parsed(head);
    const content = bytes.some(size);
    yield { name, bytes: size, content };
    for await (const _ of content); // whatever was left of it
    await bytes.exactly((block - (size % block)) % block);
  }
}

function header(name: string, bytes: number): Buffer {
  const head = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name for the archive`);
  head.write(name, 0);
  head.write("0000600\0", 100);
  head.write("0000000\0", 108);
  head.write("0000000\0", 116);
  if (bytes <= octalMax) head.write(`${bytes.toString(8).padStart(11, "0")}\0`, 124);
  else {
    head.writeUInt8(0x80, 124);
    head.writeBigUInt64BE(BigInt(bytes), 128);
  }
  head.write("00000000000\0", 136);
  head.write("        ", 148);
  head.write("0", 156);
  head.write("ustar\u000000", 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

function parsed(head: Buffer): { name: string; size: number } {
  const sum = Number.parseInt(head.toString("latin1", 148, 156), 8);
  const own = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== own) throw damaged();
  const name = head.toString("utf8", 0, 100).replace(/\0.*$/s, "");
  const binary = (head[124] ?? 0) & 0x80;
  const size = binary ? Number(head.readBigUInt64BE(128)) : Number.parseInt(head.toString("latin1", 124, 136), 8);
  if (!name || !Number.isSafeInteger(size)) throw damaged();
  return { name, size };
}

function reader(source: AsyncIterable<Uint8Array>) {
  const parts = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function* some(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (held.length === 0) {
        const next = await parts.next();
        if (next.done) throw damaged();
        held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      }
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
  return {
    some,
    async exactly(count: number): Promise<Buffer> {
      const collected: Uint8Array[] = [];
      for await (const part of some(count)) collected.push(part);
      return Buffer.concat(collected);
    },
  };
}

export function damaged(cause?: unknown): PublicError {
  const message =
    "This file is not a whole backup: it breaks off, or was changed after it was written. Nothing was touched. Use another backup, or copy this one again.";
  return new PublicError("invalid", "backup.damaged", message, { cause });
}
