/** A formula of TeX in one line of text, for hints, which nothing typesets. It knows the TeX that the studio writes. */

const symbols: Readonly<Record<string, string>> = {
  Phi: 'Φ',
  alpha: 'α',
  epsilon: 'ε',
  eta: 'η',
  ge: '≥',
  lambda: 'λ',
  le: '≤',
  leftarrow: '←',
  quad: '',
  sigma: 'σ',
  sum: 'Σ',
};

/**
 * @example
 * plainFormula('\\frac{1}{1 + e^{-z}}'); // '1 / (1 + e^−z)'
 */
export function plainFormula(tex: string): string {
  return tex
    .replaceAll(/\\text\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\hat (\w)/g, '$1\u0302')
    .replaceAll(/\\sqrt\{([^{}]*)\}/g, '√$1')
    .replaceAll(/\^\{([^{}]*)\}/g, '^$1')
    .replaceAll(/\\t?frac\{([^{}]*)\}\{([^{}]*)\}/g, (_, above: string, below: string) =>
      below.includes(' ') ? `${above} / (${below})` : `${above} / ${below}`,
    )
    .replaceAll('\\tfrac12', '½')
    .replaceAll('^2', '²')
    .replaceAll(/\\([A-Za-z]+)/g, (_, name: string) => symbols[name] ?? name)
    .replaceAll('\\,', ' ')
    .replaceAll('-', '−')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
