/**
 * The checks of a script of test/interop: a line each, and the script goes on whatever comes out. It knows no format.
 */

/**
 * A `check` whose lines begin with the name of a format.
 *
 * @param format the name of the pair
 * @param report takes `{ format, title, passed, detail }` of each check
 */
export function checkFor(format, report) {
  const check = (title, passed, detail = '') => report({ format, title, passed: passed === true, detail });
  /** Numbers, nested as they like, that differ by at most `tolerance`, or by that share of what is expected. */
  check.near = (title, actual, expected, tolerance) => {
    const detail = difference(flat(actual), flat(expected), tolerance);
    check(title, detail === '', detail);
  };
  return check;
}

function flat(values) {
  if (typeof values === 'number') return [values];
  return [...values].flatMap(flat);
}

/** What is wrong, or ''. */
function difference(actual, expected, tolerance) {
  if (actual.length !== expected.length) return `${actual.length} numbers in place of ${expected.length}`;
  const apart = actual.map((value, i) =>
    Object.is(value, expected[i]) ? 0 : Math.abs(value - expected[i]) / Math.max(1, Math.abs(expected[i])),
  );
  const worst = apart.findIndex((share) => !(share <= tolerance));
  return worst < 0 ? '' : `number ${worst} is ${actual[worst]}, not ${expected[worst]}`;
}
