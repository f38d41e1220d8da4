package dev.crashanalytics.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "my_bot_001-rounds.csv | attachment; filename=\"my_bot_001-rounds.csv\"",
                "a \"b\"; x=y-rounds.csv | attachment; filename=\"a _b_; x=y-rounds.csv\"",
                "../../etc/passwd-rounds.json | attachment; filename=\"_._.._etc_passwd-rounds.json\"",
                "C:\\a-rounds.json | attachment; filename=\"C__a-rounds.json\"",
                "bö t-rounds.csv | attachment; filename=\"b_ t-rounds.csv\"; filename*=UTF-8''b%C3%B6%20t-rounds.csv",
                "x'%y🎲-rounds.csv | attachment; filename=\"x'%y_-rounds.csv\"; filename*=UTF-8''x%27%25y%F0%9F%8E%B2-rounds.csv"
            })
    void namesAFile(String fileName, String header) {
        assertThat(Attachment.named(fileName)).isEqualTo(header);
    }

    @Test
    void keepsLinesAndDirectionMarksOutOfTheHeader() {
        assertThat(Attachment.named("a\r\nSet-Cookie x\u202Egpj.csv"))
                .isEqualTo("attachment; filename=\"a__Set-Cookie x_gpj.csv\"");
    }
}
