/** What activation functions are, as TeX: of z, some with a number α. */
export const activationTex = {
  heaviside: '1 \\text{ if } z \\ge 0 \\text{ else } 0',
  sigmoid: '\\sigma(z) = \\frac{1}{1 + e^{-z}}',
  tanh: '\\tanh z = 2\\sigma(2z) - 1',
  relu: '\\max(0, z)',
  leaky_relu: '\\max(\\alpha z, z)',
  elu: 'z \\text{ if } z > 0 \\text{ else } \\alpha(e^z - 1)',
  selu: '1.05\\,(z \\text{ if } z > 0 \\text{ else } 1.67\\,(e^z - 1))',
  gelu: 'z\\,\\Phi(z)',
  silu: 'z\\,\\sigma(z)',
  mish: 'z \\tanh(\\log(1 + e^z))',
  softplus: '\\log(1 + e^z)',
  softsign: '\\frac{z}{1 + |z|}',
  hard_sigmoid: '\\min(1, \\max(0, \\tfrac{z}{6} + \\tfrac12))',
  exponential: 'e^z',
  linear: 'z',
} as const satisfies Readonly<Record<string, string>>;
