import type { Pooling } from "../model-family.ts";
import type { Table } from "./onnx-message.ts";

/** One vector per text from those of its words. `mask` is 1 where a word is and 0 where padding is. */
export function pool(
  { data, dims }: { data: Float32Array; dims: readonly number[] },
  mask: BigInt64Array,
  pooling: Pooling,
): Table {
  // some models do it themselves
  if (dims.length === 2) return { numbers: data, width: dims[1] ?? 0 };
  const [count = 0, length = 0, width = 0] = dims;
  const numbers = new Float32Array(count * width);
  for (let text = 0; text < count; text++) {
    const words = mask.subarray(text * length, (text + 1) * length);
    const first = words.indexOf(1n);
    const last = words.lastIndexOf(1n);
    const [from, to] = pooling === "mean" ? [first, last] : pooling === "cls" ? [first, first] : [last, last];
    for (let word = from; word <= to; word++) {
      const at = (text * length + word) * width;
      for (let i = 0; i < width; i++)
        numbers[text * width + i] = (numbers[text * width + i] ?? 0) + (data[at + i] ?? 0);
    }
  }
  return { numbers, width };
}
