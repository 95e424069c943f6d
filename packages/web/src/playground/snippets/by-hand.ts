import { lines, literal, type Snippet } from './snippet.ts';

/** The parts of a Java program of one WebSocket connection. */
export interface JavaSocket {
  readonly className: string;
  readonly url: string;
  /** More classes of the JDK's HTTP client, by name. */
  readonly imports?: readonly string[];
  /** Statements on `client` and `socket` once it is open. */
  readonly onOpen?: string;
  /** Statements on `text`, a whole frame, and `socket`. */
  readonly onText?: string;
  readonly about?: string;
}

/** The JDK's own WebSocket client: nothing to install. */
export function javaSocket({
  className,
  url,
  imports = [],
  onOpen = '',
  onText = 'System.out.println(text);',
  about = '',
}: JavaSocket): Snippet {
  const code = lines(`
import java.net.URI;
import java.net.http.HttpClient;
${imports.map((name) => `import java.net.http.${name};\n`).join('')}import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

public class ${className} implements WebSocket.Listener {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final StringBuilder parts = new StringBuilder();

  public static void main(String[] args) throws Exception {
    ${className} listener = new ${className}();
    HttpClient client = HttpClient.newHttpClient();
    WebSocket socket = client.newWebSocketBuilder()
        .buildAsync(URI.create(${literal(url)}), listener)
        .join();
${onOpen.replace(/^(?=.)/gm, '    ')}
    listener.closed.await();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
    parts.append(part);
    if (isLast) {
      take(socket, parts.toString());
      parts.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    System.out.println("closed " + code + " " + reason);
    closed.countDown();
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    System.err.println(error);
    closed.countDown();
  }

  private void take(WebSocket socket, String text) {
${onText.replace(/^/gm, '    ')}
  }
}
`);
  const file = `${className}.java`;
  return { needs: `${JAVA_NEEDS}: java ${file}${about}`, file, code };
}

/** The statement that sends a text on `socket`. */
export function javaSend(text: string): string {
  return `socket.sendText(${literal(text)}, true).join();`;
}

/**
 * curl opens the WebSocket as the HTTP request that it is. A frame from a client is masked; a mask of zeros leaves it
 * readable, so printf can write one. Texts of up to 125 ASCII characters.
 */
export function curlSocket(file: string, url: string, text: string): Snippet {
  const length = (0x80 + text.length).toString(8);
  const code = lines(`
# A text frame: 0x81, the length with the mask bit, a mask of zeros, the text.
(
  sleep 1
  printf '\\201\\${length}\\0\\0\\0\\0%s' '${text}'
  sleep 2
) | curl -sN -X GET -T - --max-time 5 \\
  -H 'Transfer-Encoding:' -H 'Expect:' \\
  -H 'Connection: Upgrade' -H 'Upgrade: websocket' \\
  -H 'Sec-WebSocket-Version: 13' \\
  -H 'Sec-WebSocket-Key: S29pbmVLb2luZUtvaW5lIQ==' \\
  '${url.replace(/^ws/, 'http')}'
`);
  return { needs: CURL_SOCKET_NEEDS, file, code };
}

const CURL_SOCKET_NEEDS =
  'curl and a POSIX shell. The frames come with their few bytes of header; it ends after five seconds.';
export const JAVA_NEEDS = 'JDK 11 or later, no library';
export const NODE_NEEDS = 'Node 22 or later, or any browser; no package';
