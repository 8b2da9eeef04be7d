/** One node in LaTeX: how it is computed, and the chain rule through it, in symbols and in numbers. */
import type { TracedNode } from 'hebb/tensor';
import { tex, texInside, texResult } from '../../parts/number-tex.ts';
import { texName } from './names.ts';

/** An operation written out, of names or of numbers. */
function written(operation: string, [a, b]: readonly string[], isSquare: boolean): string {
  if (isSquare) return `${a}^2`;
  switch (operation) {
    case 'multiply':
      return `${a}\\cdot ${b}`;
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'sigmoid':
      return `\\sigma(${a})`;
    case 'tanh':
      return `\\tanh(${a})`;
    case 'relu':
      return `\\max(0, ${a})`;
    default:
      return `\\log(1 + e^{${a}})`;
  }
}

/** Is it a node times itself? */
export function isSquare({ operation, inputs }: TracedNode): boolean {
  return operation === 'multiply' && inputs[0] === inputs[1];
}

/** The node's own formula, in symbols and then in numbers. */
export function forwardFormulas(node: TracedNode, inputs: readonly TracedNode[]): readonly string[] {
  const name = texName(node.name ?? '');
  const square = isSquare(node);
  const symbols = inputs.map((input) => texName(input.name ?? ''));
  const numbers = inputs.map(({ value }, i) => (i === 0 && !square ? tex : texInside)(value.item()));
  return [
    `${name} = ${written(node.operation, symbols, square)}`,
    `\\phantom{${name}} = ${written(node.operation, numbers, square)} ${texResult(node.value.item())}`,
  ];
}

/** ∂node/∂input in symbols. */
function localSymbol(node: TracedNode, inputs: readonly TracedNode[], index: number): string {
  const name = texName(node.name ?? '');
  const input = texName(inputs[index].name ?? '');
  if (isSquare(node)) return `2${input}`;
  switch (node.operation) {
    case 'multiply':
      return texName(inputs[1 - index].name ?? '');
    case 'add':
      return '1';
    case 'subtract':
      return index === 0 ? '1' : '({-}1)';
    case 'sigmoid':
      return `${name}(1 - ${name})`;
    case 'tanh':
      return `(1 - ${name}^2)`;
    case 'relu':
      return `[${input} > 0]`;
    default:
      return `\\sigma(${input})`;
  }
}

const slope = (name: string): string => `\\frac{\\partial L}{\\partial ${name}}`;

/** What the chain rule gives one input of a node. @param local ∂node/∂input @param result what goes to the input */
export function chainFormulas(
  node: TracedNode,
  inputs: readonly TracedNode[],
  index: number,
  local: number,
  result: number,
): readonly string[] {
  const [name, input] = [texName(node.name ?? ''), texName(inputs[index].name ?? '')];
  const again = `\\phantom{${slope(input)}}`;
  return [
    `${slope(input)} = ${slope(name)}\\cdot\\frac{\\partial ${name}}{\\partial ${input}} = ${slope(name)}\\cdot ${localSymbol(node, inputs, index)}`,
    `${again} \\approx ${tex(node.gradient.item())}\\cdot ${texInside(local)} ${texResult(result)}`,
  ];
}
