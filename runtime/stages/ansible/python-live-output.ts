/** Passes on what a program says while it runs: Ansible itself shows it when a task has ended. */
export const pythonLiveOutput = `import os, subprocess, threading


def open_live():
    """The output of the build; None for a user who may not write there."""
    try:
        return os.open(os.path.dirname(os.path.abspath(__file__)) + "/../live", os.O_WRONLY)
    except OSError:
        return None


class Lines:
    """Writes complete lines, so that those of two streams do not get mixed."""

    def __init__(self, live):
        self.live, self.rest = live, b""

    def add(self, data):
        *lines, self.rest = (self.rest + data).split(b"\\n")
        if lines:
            self.write(b"".join(line + b"\\n" for line in lines))

    def end(self):
        if self.rest:
            self.write(self.rest + b"\\n")
        self.rest = b""

    def write(self, data):
        while data:
            data = data[os.write(self.live, data):]


class Tee:
    """A stream that is read from, and shown."""

    def __init__(self, source, live):
        self.source, self.lines = source, Lines(live)

    def read(self, *args):
        data = self.source.read(*args)
        if data:
            self.lines.add(data)
        else:
            self.lines.end()
        return data

    def __getattr__(self, name):
        return getattr(self.source, name)


class LivePopen(subprocess.Popen):
    """Shows both streams while they are collected."""

    live = None

    def communicate(self, input=None, timeout=None):
        collected = {}

        def pump(name, stream):
            source, parts = Tee(stream, self.live), []
            for data in iter(lambda: source.read(65536), b""):
                parts.append(data)
            collected[name] = b"".join(parts)

        streams = {"stdout": self.stdout.raw, "stderr": self.stderr.raw}
        threads = [threading.Thread(target=pump, args=item) for item in streams.items()]
        for thread in threads:
            thread.start()
        try:
            if input:
                self.stdin.write(input)
            self.stdin.close()
        except BrokenPipeError:
            pass
        for thread in threads:
            thread.join()
        self.wait()
        return collected["stdout"], collected["stderr"]
`;
