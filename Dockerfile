# Image of one of our two applications: --build-arg APPLICATION=api or workers.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/maven-repository \
    mvn -Dmaven.repo.local=/maven-repository --batch-mode --no-transfer-progress package -DskipTests -pl api,workers -am
ARG APPLICATION
# Layers: libraries change rarely, our classes with every build; a new version moves a few megabytes instead of a hundred.
RUN java -Djarmode=tools -jar "$(ls ${APPLICATION}/target/${APPLICATION}-*-exec.jar)" extract --layers --launcher --destination /extracted

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 whatsway
WORKDIR /app
COPY --from=build /extracted/dependencies/ ./
COPY --from=build /extracted/spring-boot-loader/ ./
COPY --from=build /extracted/snapshot-dependencies/ ./
COPY --from=build /extracted/application/ ./
USER 10001
# 75 %: the rest is for threads, buffers and class metadata, so that the kernel does not kill the process at its limit.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "org.springframework.boot.loader.launch.JarLauncher"]
