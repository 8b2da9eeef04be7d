/** How the nodes are called in formulas and in pictures. */

/** `w11` → `w_{11}`, `yhat` → `\hat y`. */
export function texName(name: string): string {
  return name === 'yhat' ? '\\hat y' : name.replace(/\d+/, (digits) => `_{${digits}}`);
}

/** `w11` → `w₁₁`, `yhat` → `ŷ`. */
export function plainName(name: string): string {
  return name === 'yhat' ? 'ŷ' : name.replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
}

/** Which unit a node is part of: 1 and 2 are hidden, 3 is the output; undefined for inputs. */
export function unitOf(name: string): number | undefined {
  if (['yhat', 'e', 'L'].includes(name)) return 3;
  return /^[wbpsza]/.test(name) ? Number(name[1]) : undefined;
}
