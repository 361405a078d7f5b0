/** A measure's values put on a scale that all measures share. */
export interface Scale {
  /**
   * How far a value speaks for answering: 0 where as many good questions lie below as bad ones above, one more for each
   * e-fold between the two. Grows with the value.
   */
  standing(value: number): number;
  /** The value that stands so; never when the measure does not get that far. */
  valueAt(standing: number): number;
  /** The smoothed share of the questions to refuse that lie at or above a value. */
  falseAnswer(value: number): number;
  /** The smoothed share of the questions to answer that lie below a value. */
  falseRefusal(value: number): number;
}

const steps = 256;
/** Chosen by simulation, see docs/decisions/013: narrower follows single questions. */
const smoothing = 1;
/** Ends of the scale, where neither group has anybody. */
const standingMax = 30;

/**
 * Smooths the two groups with a logistic kernel. Its exponential tails keep the scale rising inside an empty gap, with 0
 * in its middle, so that no cut hangs on the one question at its edge.
 */
export function scaleOf(answer: readonly number[], refuse: readonly number[]): Scale {
  const both = [...answer, ...refuse].filter(Number.isFinite);
  const low = Math.min(...both);
  const range = Math.max(...both) - low || 1;
  const width = bandwidth(answer, refuse, range);
  // beyond the values, to where the smoothed groups have ended
  const from = low - 4 * width;
  const step = (range + 8 * width) / steps;

  const points = Array.from({ length: steps + 1 }, (_, index) => {
    const value = from + index * step;
    const falseAnswer = share(refuse, (one) => (one - value) / width);
    const falseRefusal = share(answer, (one) => (value - one) / width);
    const standing = Math.log(falseRefusal || Number.MIN_VALUE) - Math.log(falseAnswer || Number.MIN_VALUE);
    return { value, falseAnswer, falseRefusal, standing: Math.max(-standingMax, Math.min(standingMax, standing)) };
  });
  const at = (value: number, field: "falseAnswer" | "falseRefusal" | "standing") => {
    const place = Math.max(0, Math.min(steps, (value - from) / step));
    const before = points[Math.floor(place)];
    const after = points[Math.ceil(place)];
    if (!before || !after) return 0;
    return before[field] + (after[field] - before[field]) * (place % 1);
  };
  return {
    standing: (value) => (value === -Infinity ? value : at(value, "standing")),
    falseAnswer: (value) => at(value, "falseAnswer"),
    falseRefusal: (value) => at(value, "falseRefusal"),
    valueAt(standing) {
      const after = points.findIndex((point) => point.standing >= standing);
      const point = points[after];
      const before = points[after - 1];
      if (!point) return Infinity;
      if (!before) return point.value;
      const part = (standing - before.standing) / (point.standing - before.standing);
      return before.value + part * step;
    },
  };
}

/** Follows the group that spreads less, and narrows as questions get more. The same for both, so that a gap is halved. */
function bandwidth(answer: readonly number[], refuse: readonly number[], range: number): number {
  const spread = Math.max(Math.min(deviation(answer), deviation(refuse)), range / 100);
  const count = Math.max(1, Math.min(answer.length, refuse.length));
  return (smoothing * spread) / Math.cbrt(count);
}

function deviation(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / (finite.length || 1);
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (finite.length || 1));
}

/** The mean of the logistic function of how far each lies on one side. What found nothing lies below everything. */
function share(values: readonly number[], distance: (value: number) => number): number {
  return values.reduce((sum, value) => sum + 1 / (1 + Math.exp(-distance(value))), 0) / (values.length || 1);
}
