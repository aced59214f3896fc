// Where in a lesson a step is.

/**
 * The steps of the introduction or those of the lesson: the index of the first one, and how many they are.
 *
 * @param {{ first: boolean }[]} steps
 * @param {number} index of the step where we are
 */
export function chapterAt(steps, index) {
  const first = steps.findLastIndex((step, k) => step.first && k <= index)
  const next = steps.findIndex((step, k) => step.first && k > first)
  return { first, count: (next < 0 ? steps.length : next) - first }
}

/**
 * The index of the first step of the next phase, or of the phase that the step before belongs to.
 *
 * @param {{ phase: string }[]} steps
 * @param {number} index
 * @param {1 | -1} direction
 */
export function neighbourPhase(steps, index, direction) {
  let to = direction > 0 ? index : Math.max(0, index - 1)
  if (direction > 0) while (to < steps.length - 1 && steps[to].phase === steps[index].phase) to++
  else while (to > 0 && steps[to - 1].phase === steps[to].phase) to--
  return to
}
