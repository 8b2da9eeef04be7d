/**
 * What a worker of the crew does. The function's text is the worker's whole script, so that nothing has to be
 * found beside a bundle: it may use nothing from outside itself.
 */

/** What a worker is told. */
export type Order =
  | {
      readonly kind: 'load';
      readonly machine: number;
      readonly thread: number;
      readonly memory: WebAssembly.Memory;
      readonly kernels: readonly WebAssembly.Module[];
      /** Do products go to the BLAS? */
      readonly usesBlas: boolean;
      readonly functions: WebAssembly.Module;
      /** Byte address of the control words (machine.ts). */
      readonly control: number;
    }
  | {
      readonly kind: 'run';
      readonly machine: number;
      readonly name: string;
      readonly times: number;
      readonly base: number;
    }
  | { readonly kind: 'drop'; readonly machine: number }
  | { readonly kind: 'end' };

/** Where orders come from: a worker's global scope, or Node's parentPort. */
interface Port {
  onmessage: ((event: { readonly data: Order }) => void) | null;
  close(): void;
}

type Run = (times: number, base: number, thread: number) => void;

/** @param bindBlas the BLAS's products on a memory, where there is a BLAS */
export function crewMember(
  port: Port,
  bindBlas?: (memory: ArrayBufferLike) => WebAssembly.ModuleImports,
): void {
  const [failed, ready, never] = [0, 1, 2];
  /** Milliseconds of sleep while others work. */
  const nap = 0.1;
  const runs = new Map<number, (name: string, times: number, base: number) => void>();
  port.onmessage = ({ data: order }) => {
    switch (order.kind) {
      case 'load': {
        const { machine, thread, memory, control } = order;
        const words = new Int32Array(memory.buffer, control, 3);
        const kernels = order.kernels.map(
          (module) => new WebAssembly.Instance(module, { env: { memory } }).exports,
        );
        const blas = order.usesBlas ? bindBlas?.(memory.buffer) : undefined;
        const stalled = (): void => {
          if (Atomics.load(words, failed) !== 0) throw new Error('another thread has failed');
          Atomics.wait(words, never, 0, nap);
        };
        const imports = { env: { memory }, kernels: Object.assign({ stalled }, ...kernels, blas) };
        const functions = new WebAssembly.Instance(order.functions, imports).exports as Record<string, Run>;
        runs.set(machine, (name, times, base) => {
          try {
            functions[name](times, base, thread);
          } catch {
            Atomics.store(words, failed, 1);
          }
        });
        Atomics.add(words, ready, 1);
        break;
      }
      case 'run':
        runs.get(order.machine)?.(order.name, order.times, order.base);
        break;
      case 'drop':
        runs.delete(order.machine);
        break;
      case 'end':
        port.close();
        break;
    }
  };
}
