const ANSWERS_MAX = 10_000;

/**
 * A pure function that keeps its answers: for one that takes long and is asked the same again and again, such as for
 * the same days of the same zones, customer by customer.
 */
export function remembered<Asked extends readonly (string | number)[], Answer>(
  reckon: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const answers = new Map<string, Answer>();
  return (...asked) => {
    const place = JSON.stringify(asked);
    const known = answers.get(place);
    if (known !== undefined) return known;
    const answer = reckon(...asked);
    if (answers.size >= ANSWERS_MAX) answers.clear();
    answers.set(place, answer);
    return answer;
  };
}
