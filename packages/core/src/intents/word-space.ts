import { documentTerms, isSpaceless } from "../knowledge/text/analyze.ts";
import { pace } from "./pace.ts";
import { toCentre, type Space } from "./space.ts";

/** The words of a sentence and their weights; of unit length, counting the words that no example has. */
export interface Words {
  ids: Int32Array;
  weights: Float32Array;
}

export interface WordSpace extends Space<Words> {
  of(text: string): Words;
}

/** Pieces of words find what is misspelt or inflected in a way the stemmer does not know; they say less than words. */
const pieceLengths = [3, 4];
const pieceWeight = 0.5;

/**
 * Compares sentences by their words: rarer ones count more, as they do in a search. `classes` says which class each text
 * belongs to; `background` only says which words are common.
 */
export async function wordSpace(
  texts: readonly string[],
  classes: readonly number[],
  background: readonly string[],
): Promise<WordSpace> {
  const turn = pace();
  const known = new Map<string, { id: number; holding: number }>();
  const counted: Map<string, number>[] = [];
  for (const text of [...texts, ...background]) {
    await turn();
    const counts = countFeatures(text);
    counted.push(counts);
    for (const feature of counts.keys()) {
      const seen = known.get(feature);
      if (seen) seen.holding++;
      else known.set(feature, { id: known.size, holding: 1 });
    }
  }

  const weigh = (counts: ReadonlyMap<string, number>): Words => {
    const ids: number[] = [];
    const weights: number[] = [];
    let square = 0;
    for (const [feature, count] of counts) {
      const seen = known.get(feature);
      const rarity = Math.log(1 + counted.length / (seen?.holding ?? 1));
      const weight = (1 + Math.log(count)) * rarity * (isPiece(feature) ? pieceWeight : 1);
      square += weight * weight;
      if (!seen) continue;
      ids.push(seen.id);
      weights.push(weight);
    }
    const length = Math.sqrt(square) || 1;
    return { ids: Int32Array.from(ids), weights: Float32Array.from(weights, (weight) => weight / length) };
  };

  const examples: Words[] = [];
  const sums: Map<number, number>[] = [];
  for (const index of texts.keys()) {
    await turn();
    const words = weigh(counted[index] ?? new Map());
    examples.push(words);
    const sum = (sums[classes[index] ?? 0] ??= new Map());
    for (let at = 0; at < words.ids.length; at++) {
      const id = words.ids[at] ?? 0;
      sum.set(id, (sum.get(id) ?? 0) + (words.weights[at] ?? 0));
    }
  }
  const squares = new Float64Array(sums.length);
  const holders = Array.from({ length: known.size }, (): number[] => []);
  for (const [own, sum] of sums.entries()) {
    await turn();
    for (const [id, weight] of sum) {
      squares[own] = (squares[own] ?? 0) + weight * weight;
      holders[id]?.push(own, weight);
    }
  }
  const none: Words = { ids: new Int32Array(), weights: new Float32Array() };
  const spread = new Float32Array(known.size);

  return {
    of: (text) => weigh(countFeatures(text)),
    example: (index) => examples[index] ?? none,
    toCentres({ ids, weights }, heldOut) {
      const own = heldOut === undefined ? -1 : classes[heldOut];
      const dots = new Float32Array(sums.length);
      for (let at = 0; at < ids.length; at++) {
        const holding = holders[ids[at] ?? 0] ?? [];
        const weight = weights[at] ?? 0;
        for (let i = 0; i < holding.length; i += 2) {
          const index = holding[i] ?? 0;
          dots[index] = (dots[index] ?? 0) + weight * (holding[i + 1] ?? 0);
        }
      }
      return dots.map((dot, index) => toCentre(dot, squares[index] ?? 0, index === own));
    },
    toExamples(probe, indexes) {
      for (let at = 0; at < probe.ids.length; at++) spread[probe.ids[at] ?? 0] = probe.weights[at] ?? 0;
      const similar = Float32Array.from(indexes, (index) => {
        const { ids, weights } = examples[index] ?? none;
        let dot = 0;
        for (let at = 0; at < ids.length; at++) dot += (weights[at] ?? 0) * (spread[ids[at] ?? 0] ?? 0);
        return dot;
      });
      for (const id of probe.ids) spread[id] = 0;
      return similar;
    },
  };
}

function countFeatures(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  let run = " ";
  const cutRun = () => {
    for (const length of pieceLengths)
      for (let at = 0; at + length <= run.length; at++) add(`#${run.slice(at, at + length)}`);
    run = " ";
  };
  for (const term of documentTerms(text)) {
    add(term);
    if (isSpaceless(term)) cutRun();
    else run += `${term} `;
  }
  cutRun();
  return counts;
}

function isPiece(feature: string): boolean {
  return feature.startsWith("#");
}
