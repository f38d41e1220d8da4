package dev.crashanalytics.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second server off a data directory. The operating system gives the lock back when this process ends, however
 * it ends, so a stale one cannot exist; the file itself stays.
 */
final class DataDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataDirectoryLock acquire(DataDirectory directory) {
        Path file = directory.beside(".lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw held(directory, file);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectoryLock(channel);
        } catch (IOException e) {
            throw new StartupFailure(
                    "Cannot lock " + file + " (" + Folders.reason(e)
                            + "): permit writing there, or name another folder in CRASH_DATA_DIR.",
                    e);
        }
    }

    /** Gives the directory free for another server. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The end of the process gives the lock back all the same.
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static StartupFailure held(DataDirectory directory, Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return new StartupFailure("Another server (pid " + (pid.isEmpty() ? "unknown" : pid) + ") already uses "
                + directory.path() + ": stop it first, or set CRASH_DATA_DIR to another folder.");
    }
}
