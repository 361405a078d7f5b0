import { crc32 } from "node:zlib";

/** One message of AWS's event stream, `application/vnd.amazon.eventstream`, written down here from its description and not with the SDK's own code. */
export function frame(headers: Record<string, string>, payload: Uint8Array | string): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + head.length + body.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  const checked = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([checked, checksum(checked)]);
}

export function eventFrame(type: string, payload: object): Buffer {
  return typed({ ":message-type": "event", ":event-type": type }, JSON.stringify(payload));
}

/** An event whose payload are bytes and not JSON, as SageMaker's `PayloadPart`. */
export function bytesFrame(type: string, payload: Uint8Array | string): Buffer {
  const headers = { ":message-type": "event", ":event-type": type, ":content-type": "application/octet-stream" };
  return frame(headers, payload);
}

/** An error that the service describes. Bedrock writes the type's first letter small, SageMaker large. */
export function exceptionFrame(type: string, payload: object): Buffer {
  return typed({ ":message-type": "exception", ":exception-type": type }, JSON.stringify(payload));
}

/** An error that it does not describe. */
export function errorFrame(code: string, message: string): Buffer {
  return frame({ ":message-type": "error", ":error-code": code, ":error-message": message }, "");
}

export function withWrongChecksum(frame: Buffer): Buffer {
  const wrong = Buffer.from(frame);
  wrong.writeUInt32BE((wrong.readUInt32BE(wrong.length - 4) ^ 1) >>> 0, wrong.length - 4);
  return wrong;
}

export function firstHalf(frame: Buffer): Buffer {
  return frame.subarray(0, Math.floor(frame.length / 2));
}

function typed(headers: Record<string, string>, json: string): Buffer {
  return frame({ ...headers, ":content-type": "application/json" }, json);
}

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  // 7: the value is a string
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, text]);
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
