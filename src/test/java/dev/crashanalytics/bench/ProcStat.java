package dev.crashanalytics.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time and memory of other processes, from Linux's /proc; NaN elsewhere. */
final class ProcStat {

    private static final Path PROC = Path.of("/proc");

    /** Linux reports to user space in this unit on every architecture. */
    private static final double TICKS_A_SECOND = 100;

    /** Positions behind the command's closing parenthesis. */
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int REAPED_USER_TIME = 13;
    private static final int REAPED_SYSTEM_TIME = 14;

    /** Of the machine: user, nice, system, interrupts twice; neither idle nor waiting for disks. */
    private static final int[] BUSY = {1, 2, 3, 6, 7};

    private static final int LAST_BUSY = 7;

    private ProcStat() {}

    /** Seconds that a process has computed. */
    static double cpuSeconds(long pid) {
        return ticks(fields(pid), USER_TIME, SYSTEM_TIME);
    }

    /**
     * Seconds that a process, its children and those of its children that ended have computed. A child that ends
     * while they are added up moves from the one sum to the other, so it is added up until the sums stand still.
     */
    static double treeCpuSeconds(long pid) {
        double reaped = ticks(fields(pid), REAPED_USER_TIME, REAPED_SYSTEM_TIME);
        double living = ticks(fields(pid), USER_TIME, SYSTEM_TIME);
        for (long process : processes()) {
            String[] fields = fields(process);
            if (fields.length > PARENT && Long.parseLong(fields[PARENT]) == pid) {
                living += ticks(fields, USER_TIME, SYSTEM_TIME);
            }
        }
        boolean changed = reaped < ticks(fields(pid), REAPED_USER_TIME, REAPED_SYSTEM_TIME);
        return changed ? treeCpuSeconds(pid) : living + reaped;
    }

    /** Seconds that all processors have computed, for whatever process. */
    static double machineCpuSeconds() {
        try (Stream<String> lines = Files.lines(PROC.resolve("stat"))) {
            String[] fields = lines.findFirst().orElse("").split(" +");
            return fields.length <= LAST_BUSY ? Double.NaN : ticks(fields, BUSY);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The process that started {@code pid}; 0 where unknown. */
    static long parent(long pid) {
        String[] fields = fields(pid);
        return fields.length > PARENT ? Long.parseLong(fields[PARENT]) : 0;
    }

    /** Most resident memory that a process ever had, in MB (10^6 bytes). */
    static double peakMemory(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException gone) {
            return Double.NaN;
        }
    }

    private static double ticks(String[] fields, int... positions) {
        double ticks = fields.length == 0 ? Double.NaN : 0;
        for (int position : positions) {
            ticks += fields.length == 0 ? 0 : Long.parseLong(fields[position]);
        }
        return ticks / TICKS_A_SECOND;
    }

    private static long[] processes() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
