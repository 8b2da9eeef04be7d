/**
 * `hebb completion`: a script that lets a shell complete commands, options and their words. The scripts are
 * built from the commands themselves, so they know what the commands know.
 */
import { type Command, defineCommand } from './command.ts';
import type { Flag } from './flags.ts';
import { UsageError } from './usage-error.ts';

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The command, for a list of commands that it is part of. */
export function completionOf(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'completion',
    summary: 'print a script that lets a shell complete',
    arguments: ['SHELL'],
    words: Object.keys(shells),
    about:
      'Prints a script for bash, zsh or fish with which the shell completes the commands of hebb, their options and the words that these take.',
    flags: {},
    examples: [
      ['bash: in ~/.bashrc', 'eval "$(hebb completion bash)"'],
      ['zsh: in ~/.zshrc, after compinit', 'eval "$(hebb completion zsh)"'],
      ['fish', 'hebb completion fish > ~/.config/fish/completions/hebb.fish'],
    ],
    run: async ([shell], _, { stdout }) => {
      if (!isShell(shell)) {
        throw new UsageError(
          `there is no script for ${shell}; the shells are ${Object.keys(shells).join(', ')}.`,
        );
      }
      stdout.write(shells[shell](commands()));
    },
  });
}

function isShell(shell: string): shell is keyof typeof shells {
  return Object.hasOwn(shells, shell);
}

type NamedFlag = readonly [name: string, flag: Flag<unknown>];

function flagsOf({ flags }: Command): NamedFlag[] {
  return Object.entries(flags);
}

/** `--target` and `-t` */
function spellings([name, { short }]: NamedFlag): string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

function bashScript(commands: readonly Command[]): string {
  const options = commands.map(
    (command) => `      ${command.name}) words='${flagsOf(command).flatMap(spellings).join(' ')}' ;;`,
  );
  const values = commands.flatMap((command) =>
    flagsOf(command).flatMap((named) =>
      spellings(named).flatMap((spelling) => {
        const { value } = named[1];
        return value === undefined
          ? []
          : [`      '${command.name} ${spelling}') words='${value.words?.join(' ') ?? ''}' ;;`];
      }),
    ),
  );
  const others = commands
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `          ${name}) words='${words.join(' ')}' ;;`);
  return `# hebb completion for bash
_hebb() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} words=
  if [[ $COMP_CWORD -eq 1 ]]; then
    words='${commands.map(({ name }) => name).join(' ')} help --help --version'
  elif [[ $current == -* ]]; then
    case $command in
${options.join('\n')}
    esac
  else
    case "$command $previous" in
${values.join('\n')}
      *)
        case $command in
          help) words='${commands.map(({ name }) => name).join(' ')}' ;;
${others.join('\n')}
        esac
        ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _hebb hebb
`;
}

function zshScript(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }) => `      ${quote(`${name}:${summary}`)}`);
  const cases = commands.map((command) => {
    const specs = flagsOf(command).map(zshSpec);
    const rest = command.words.length > 0 ? `*:argument:(${command.words.join(' ')})` : '*:file:_files';
    return `    ${command.name})\n      _arguments \\\n${[...specs, quote(rest)].map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;`;
  });
  return `#compdef hebb
# hebb completion for zsh
_hebb() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${list.join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _hebb hebb
`;
}

/** `'(-t --target)'{-t,--target}'[the column]:COLUMN:'` */
function zshSpec(named: NamedFlag): string {
  const [, { about, value }] = named;
  const names = spellings(named);
  const escaped = about.replace(/[[\]:\\]/g, '\\$&');
  const action = value?.words === undefined ? '_files' : `(${value.words.join(' ')})`;
  const argument = value === undefined ? '' : `:value:${action}`;
  const rest = quote(`[${escaped}]${argument}`);
  return names.length === 1
    ? `${names[0]}${rest}`
    : `${quote(`(${names.join(' ')})`)}{${names.join(',')}}${rest}`;
}

function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const within = `complete -c hebb -n '__fish_seen_subcommand_from ${command.name}'`;
    const options = flagsOf(command).map(([name, { short, about, value }]) => {
      const words = value?.words === undefined ? '' : ` -x -a '${value.words.join(' ')}'`;
      const takes = value === undefined || words !== '' ? '' : ' -r';
      return `${within} -l ${name}${short === undefined ? '' : ` -s ${short}`}${takes}${words} -d ${quote(about)}`;
    });
    const others = command.words.length === 0 ? [] : [`${within} -f -a '${command.words.join(' ')}'`];
    return [
      `complete -c hebb -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.summary)}`,
      ...options,
      ...others,
    ];
  });
  return `# hebb completion for fish\n${lines.join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
