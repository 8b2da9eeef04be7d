/** Text among markup. It knows nothing of what is written. */

/** Text as it may stand in XML and HTML, between tags and in quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(
    /[&<>"'\p{Cc}\p{Cs}\ufffe\uffff]/gu,
    (character) => replacements[character] ?? '\ufffd',
  );
}

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
};
