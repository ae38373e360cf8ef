/** Keeps passwords out of messages, logs and printed settings. */

/** A text with the password of every address in it starred: `postgres://me:***@host/db`, `?password=***`. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s/]*@/giu, '$1:***@')
    .replaceAll(/([?&](?:password|sslpassword|sslkey|token|secret)=)[^&\s#]*/giu, '$1***');
}
